import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { SignOutButton } from '../auth/SignOutButton';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { DownloadIcon, LeaveIcon, TrashIcon } from '../ui/icons';
import { toast } from '../ui/toasts';
import { download } from './download';
import { EraseDialog } from './EraseDialog';
import { PasswordForm } from './PasswordForm';
import { useMe } from './use-me';

/** The account itself: its password, its data, and the ways out. */
export function AccountSettings() {
  const client = useClient();
  const me = useMe();
  const [isErasing, setIsErasing] = createSignal(false);
  const exporting = createTask('join', async () => {
    download(`orleanschat-${me()?.username ?? 'export'}.json`, JSON.stringify(await client.account.export(), null, 2));
    toast(t('settings.account.exported'));
  });
  return (
    <>
      <PasswordForm username={me()?.username ?? ''} />
      <section>
        <h2>{t('settings.account.export')}</h2>
        <p class="muted small">{t('settings.account.exportHint')}</p>
        <ErrorNote error={exporting.error()} />
        <button class="button secondary" type="button" disabled={exporting.busy()} onClick={() => void exporting.run()}>
          <DownloadIcon /> {t('settings.account.export')}
        </button>
      </section>
      <section>
        <SignOutButton class="button secondary">
          <LeaveIcon /> {t('auth.signOut')}
        </SignOutButton>
        <button class="button plain danger-text" type="button" onClick={() => setIsErasing(true)}>
          <TrashIcon /> {t('settings.account.erase')}
        </button>
      </section>
      <Show when={isErasing()}>
        <EraseDialog onClose={() => setIsErasing(false)} />
      </Show>
    </>
  );
}
