import type { OutboxEntry } from '@orleanschat/sdk';
import { useClient } from '../app/context';

/** Why a message was not sent, and what can be done. */
export function FailedNote(props: { readonly entry: OutboxEntry }) {
  const client = useClient();
  return (
    <div class="failed-note">
      <span role="alert">Not sent. {props.entry.failure?.detail}</span>
      <button class="button plain small" type="button" onClick={() => void client.retry(props.entry.clientMessageId)}>
        Retry
      </button>
      <button class="button plain small" type="button" onClick={() => void client.discard(props.entry.clientMessageId)}>
        Discard
      </button>
    </div>
  );
}
