import type { ErrorCode, OutboxEntry } from '@orleanschat/sdk';
import { ApiError } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { errorText } from '../i18n/error-text';

/** Why a message was not sent, and what can be done. */
export function FailedNote(props: { readonly entry: OutboxEntry }) {
  const client = useClient();
  let note!: HTMLDivElement;
  const reason = () => {
    const { failure } = props.entry;
    return failure === null ? '' : errorText(new ApiError(failure.code as ErrorCode, failure.detail));
  };
  // The buttons go: the focus stays among the messages.
  const leave = () => note.closest<HTMLElement>('[role=log]')?.focus();
  return (
    <div ref={note} class="failed-note">
      <span role="alert">
        {t('composer.notSent')} {reason()}
      </span>
      <button
        class="button plain small"
        type="button"
        onClick={() => {
          leave();
          void client.retry(props.entry.clientMessageId);
        }}
      >
        {t('common.retry')}
      </button>
      <button
        class="button plain small"
        type="button"
        onClick={() => {
          leave();
          void client.discard(props.entry.clientMessageId);
        }}
      >
        {t('common.discard')}
      </button>
    </div>
  );
}
