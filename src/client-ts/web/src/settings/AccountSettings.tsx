import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
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
  const exporting = createTask(async () => {
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
        <SignOutButton />
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

/** Signs out; asks before, when messages would wait for the next time. */
function SignOutButton() {
  const client = useClient();
  const outbox = fromStore(() => client.outbox);
  const [isAsking, setIsAsking] = createSignal(false);
  const unsent = () => outbox().filter(({ state }) => state !== 'sent').length;
  return (
    <>
      <button
        class="button secondary"
        type="button"
        onClick={() => (unsent() > 0 ? setIsAsking(true) : void client.signOut())}
      >
        <LeaveIcon /> {t('auth.signOut')}
      </button>
      <Show when={isAsking()}>
        <ConfirmDialog
          title={t('settings.account.signOutTitle')}
          text={t('settings.account.unsent', unsent())}
          action={t('auth.signOut')}
          onConfirm={() => void client.signOut()}
          onClose={() => setIsAsking(false)}
        />
      </Show>
    </>
  );
}
