import type { Conversation } from '@orleanschat/sdk';
import type { Accessor } from 'solid-js';
import { createMemo, Match, Switch } from 'solid-js';
import { systemText } from '../groups/system-text';
import { useNames } from '../people/use-names';
import { dayName } from '../ui/time';
import { MessageRow } from './MessageRow';
import type { MessageRowData, TimelineRow } from './timeline-rows';

interface Props {
  /** Undefined for a moment while the row leaves. */
  readonly row: Accessor<TimelineRow | undefined>;
  readonly conversation: Conversation;
  readonly userId: string;
}

export function Row(props: Props) {
  const row = createMemo<TimelineRow | undefined>((last) => props.row() ?? last);
  const { nameOrYou } = useNames(() => props.userId);
  const ofKind = <Kind extends TimelineRow['kind']>(kind: Kind) => {
    const now = row();
    return now?.kind === kind ? (now as Extract<TimelineRow, { kind: Kind }>) : null;
  };
  return (
    <Switch>
      <Match when={ofKind('day')}>
        {(day) => (
          <h2 class="day" data-row>
            <time dateTime={day().time.slice(0, 10)}>{dayName(day().time, new Date())}</time>
          </h2>
        )}
      </Match>
      <Match when={ofKind('system')}>
        {(system) => (
          <p class="system-message" data-row dir="auto">
            {systemText(system().message, nameOrYou)}
          </p>
        )}
      </Match>
      <Match when={ofKind('message') as MessageRowData | null}>
        {(message) => <MessageRow row={message()} conversation={props.conversation} userId={props.userId} />}
      </Match>
    </Switch>
  );
}
