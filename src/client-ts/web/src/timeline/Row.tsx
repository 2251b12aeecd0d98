import type { Conversation } from '@orleanschat/sdk';
import type { Accessor } from 'solid-js';
import { createMemo, Match, Switch } from 'solid-js';
import { systemText } from '../groups/system-text';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { dayName } from '../ui/time';
import { MessageRow } from './MessageRow';
import type { MessageRowData, TimelineRow } from './timeline-rows';
import { seqOf } from './timeline-rows';

interface Props {
  /** Undefined for a moment while the row leaves. */
  readonly row: Accessor<TimelineRow | undefined>;
  readonly conversation: Conversation;
  readonly userId: string;
  /** The seq of the message that was just jumped to. */
  readonly highlighted: number | null;
}

export function Row(props: Props) {
  const row = createMemo<TimelineRow | undefined>((last) => props.row() ?? last);
  const { nameOrYou } = useNames(() => props.userId);
  const isHighlighted = () => props.highlighted !== null && seqOf(row()) === props.highlighted;
  const ofKind = <Kind extends TimelineRow['kind']>(kind: Kind) => {
    const now = row();
    return now?.kind === kind ? (now as Extract<TimelineRow, { kind: Kind }>) : null;
  };
  return (
    <Switch>
      <Match when={ofKind('day')}>
        {(day) => (
          <h2 class="day">
            <time dateTime={day().time.slice(0, 10)}>{dayName(day().time, new Date())}</time>
          </h2>
        )}
      </Match>
      <Match when={ofKind('unread')}>
        <h2 class="unread-line">
          <span>{t('timeline.newMessages')}</span>
        </h2>
      </Match>
      <Match when={ofKind('system')}>
        {(system) => (
          <p class="system-message" classList={{ highlighted: isHighlighted() }} dir="auto">
            {systemText(system().message, nameOrYou)}
          </p>
        )}
      </Match>
      <Match when={ofKind('message') as MessageRowData | null}>
        {(message) => (
          <MessageRow
            row={message()}
            conversation={props.conversation}
            userId={props.userId}
            isHighlighted={isHighlighted()}
          />
        )}
      </Match>
    </Switch>
  );
}
