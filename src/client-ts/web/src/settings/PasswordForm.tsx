import { createSignal } from 'solid-js';
import { useClient } from '../app/context';
import { PasswordField } from '../auth/PasswordField';
import { t } from '../i18n';
import { fieldErrorText } from '../i18n/error-text';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { toast } from '../ui/toasts';

const fields = ['currentPassword', 'newPassword'] as const;

export function PasswordForm(props: { readonly username: string }) {
  const client = useClient();
  const [current, setCurrent] = createSignal('');
  const [next, setNext] = createSignal('');
  const change = createTask('join', async () => {
    await client.account.changePassword(current(), next());
    setCurrent('');
    setNext('');
    toast(t('settings.account.changed'));
  });
  const problem = (field: (typeof fields)[number]) => fieldErrorText(change.error(), field);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void change.run();
  };
  return (
    <section>
      <h2>{t('settings.account.change')}</h2>
      <form class="settings-form" onSubmit={submit}>
        {/* Password managers want to know whose it is. */}
        <input type="text" autocomplete="username" value={props.username} readonly hidden />
        <PasswordField
          label={t('settings.account.current')}
          value={current()}
          onInput={setCurrent}
          problem={problem('currentPassword')}
          autocomplete="current-password"
        />
        <PasswordField
          label={t('settings.account.new')}
          value={next()}
          onInput={setNext}
          problem={problem('newPassword')}
          hint={t('auth.passwordHint')}
          autocomplete="new-password"
        />
        <ErrorNote error={fields.some((field) => problem(field) !== undefined) ? null : change.error()} />
        <button class="button secondary" type="submit" disabled={change.busy() || current() === '' || next() === ''}>
          {t('settings.account.change')}
        </button>
      </form>
    </section>
  );
}
