import type { Message } from '@orleanschat/sdk';
import { createMemo, createResource, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { textOf } from '../conversations/conversation-text';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { fromStore } from '../ui/from-store';
import './reply-quote.css';

interface Props {
  readonly conversationId: string;
  readonly seq: number;
  readonly userId: string;
}

/** The message that another one answers, in two lines; leads to it. */
export function ReplyQuote(props: Props) {
  const client = useClient();
  const { nameOrYou } = useNames(() => props.userId);
  const timeline = fromStore(() => client.timeline(props.conversationId));
  const connection = fromStore(() => client.connection);
  const shown = createMemo(() => {
    for (const item of timeline().items) {
      if (item.kind === 'message' && item.message.seq === props.seq) return item.message;
    }
    return null;
  });
  const isOnline = createMemo(() => connection().status === 'online');
  // Older than what is shown, or gone. Where it cannot be read its place says just that it was one; that is tried again
  // with each connection.
  const [found] = createResource<Message | null, { readonly seq: number; readonly isOnline: boolean }>(
    () => (shown() === null ? { seq: props.seq, isOnline: isOnline() } : null),
    ({ seq }, { value }) =>
      client.messages.find(props.conversationId, seq).catch(() => (value?.seq === seq ? value : null)),
  );
  const source = () => shown() ?? found.latest ?? null;
  return (
    <button
      class="reply-quote"
      type="button"
      title={t('timeline.showMessage')}
      onClick={(event) => {
        event.stopPropagation();
        navigate(paths.message(props.conversationId, props.seq));
      }}
    >
      <Show when={source()} fallback={<span class="truncate muted">{t('timeline.original')}</span>}>
        {(message) => (
          <>
            <bdi class="reply-quote-sender truncate">{nameOrYou(message().senderId)}</bdi>
            <span class="reply-quote-text truncate" dir="auto">
              {textOf(message())}
            </span>
          </>
        )}
      </Show>
    </button>
  );
}
