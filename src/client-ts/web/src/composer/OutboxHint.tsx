import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { ClockIcon } from '../ui/icons';

/** How many of the conversation's messages wait for a connection. */
export function OutboxHint(props: { readonly conversationId: string }) {
  const client = useClient();
  const outbox = fromStore(() => client.outbox);
  const connection = fromStore(() => client.connection);
  const waiting = () =>
    ['offline', 'reconnecting'].includes(connection().status)
      ? outbox().filter(({ conversationId, state }) => conversationId === props.conversationId && state !== 'failed' && state !== 'sent').length
      : 0;
  return (
    <div role="status">
      <Show when={waiting() > 0}>
        <p class="outbox-hint">
          <ClockIcon />
          {t('composer.waitingCount', waiting())}
        </p>
      </Show>
    </div>
  );
}
