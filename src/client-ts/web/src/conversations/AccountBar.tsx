import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { SignOutButton } from '../auth/SignOutButton';
import { t } from '../i18n';
import { Username } from '../people/Username';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { LeaveIcon, SettingsIcon } from '../ui/icons';

/** Who is signed in, their settings, and the way out. */
export function AccountBar() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const user = () => {
    const state = session();
    return state.status === 'signedIn' ? state.user : null;
  };
  return (
    <Show when={user()}>
      {(me) => (
        <footer class="account-bar">
          <button class="account" type="button" onClick={() => navigate(paths.settings('profile'))}>
            <Avatar id={me().id} name={me().displayName} url={me().avatarUrl} />
            <span class="person-names">
              <bdi class="person-name truncate">{me().displayName}</bdi>
              <span class="muted truncate">
                <Username name={me().username} />
              </span>
            </span>
          </button>
          <button
            class="icon-button"
            type="button"
            aria-label={t('conversations.settings')}
            title={t('conversations.settings')}
            onClick={() => navigate(paths.settings())}
          >
            <SettingsIcon />
          </button>
          <SignOutButton class="icon-button" label={t('auth.signOut')}>
            <LeaveIcon />
          </SignOutButton>
        </footer>
      )}
    </Show>
  );
}
