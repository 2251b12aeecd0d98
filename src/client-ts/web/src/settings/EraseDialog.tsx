import { createSignal } from 'solid-js';
import { useClient } from '../app/context';
import { PasswordField } from '../auth/PasswordField';
import { t } from '../i18n';
import { fieldErrorText } from '../i18n/error-text';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';

/** The end of an account, which takes its password. */
export function EraseDialog(props: { readonly onClose: () => void }) {
  const client = useClient();
  const [password, setPassword] = createSignal('');
  const erase = createTask('join', () => client.account.erase(password()));
  const problem = () => fieldErrorText(erase.error(), 'password');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void erase.run();
  };
  return (
    <Dialog title={t('settings.account.eraseTitle')} onClose={props.onClose}>
      <form class="settings-form" onSubmit={submit}>
        <p>{t('settings.account.eraseText')}</p>
        <PasswordField
          label={t('settings.account.password')}
          value={password()}
          onInput={setPassword}
          problem={problem()}
          autocomplete="current-password"
        />
        <ErrorNote error={problem() === undefined ? erase.error() : null} />
        <div class="dialog-actions">
          <button class="button secondary" type="button" onClick={() => props.onClose()}>
            {t('common.cancel')}
          </button>
          <button class="button danger" type="submit" disabled={erase.busy() || password() === ''}>
            {t('settings.account.eraseConfirm')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
