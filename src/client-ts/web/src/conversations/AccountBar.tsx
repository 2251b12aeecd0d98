import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { LeaveIcon } from '../ui/icons';

/** Who is signed in, and the way out. */
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
          <Avatar id={me().id} name={me().displayName} />
          <span class="person-names">
            <bdi class="person-name truncate">{me().displayName}</bdi>
            <span class="muted truncate">@{me().username}</span>
          </span>
          <button
            class="icon-button"
            type="button"
            aria-label="Sign out"
            title="Sign out"
            onClick={() => void client.signOut()}
          >
            <LeaveIcon />
          </button>
        </footer>
      )}
    </Show>
  );
}
