import { createSignal } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';
import { dateFieldValue } from '../ui/time';
import { toast } from '../ui/toasts';

/** Asks for a day and shows its first message. */
export function DateDialog(props: { readonly conversationId: string; readonly onClose: () => void }) {
  const client = useClient();
  const [date, setDate] = createSignal('');
  const go = createTask('join', async () => {
    // With a time it is read as local, without one as UTC.
    const seq = await client.loadAt(props.conversationId, new Date(`${date()}T00:00`));
    props.onClose();
    if (seq === null) toast(t('timeline.noneSince'));
    else navigate(paths.message(props.conversationId, seq));
  });
  return (
    <Dialog title={t('timeline.goToDate')} onClose={props.onClose}>
      <form
        class="date-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (date() !== '') void go.run();
        }}
      >
        <label>
          {t('timeline.date')}
          <input
            class="input"
            type="date"
            max={dateFieldValue(new Date())}
            required
            onInput={(event) => setDate(event.currentTarget.value)}
          />
        </label>
        <ErrorNote error={go.error()} />
        <div class="dialog-actions">
          <button class="button secondary" type="button" onClick={() => props.onClose()}>
            {t('common.cancel')}
          </button>
          <button class="button primary" type="submit" disabled={date() === '' || go.busy()}>
            {t('timeline.go')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
