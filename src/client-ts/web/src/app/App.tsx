import { createEffect, Match, Switch, untrack } from 'solid-js';
import { AuthScreen } from '../auth/AuthScreen';
import { dropPrivateCaches } from '../pwa/private-caches';
import { fromStore } from '../ui/from-store';
import { Toasts } from '../ui/Toasts';
import { useClient } from './context';
import { MainScreen } from './MainScreen';
import { keepDocumentTitle } from './page-title';
import { redirect, route } from './router';
import { paths, waitsForSignIn } from './routes';
import { followThemeColor } from './theme-color';

export function App() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const userId = () => {
    const state = session();
    return state.status === 'signedIn' ? state.user.id : null;
  };
  createEffect(() => {
    const state = session();
    if (state.status !== 'signedOut') return;
    // The next person starts at the list, not at the last one's conversation.
    if (!waitsForSignIn(untrack(route), state.reason)) redirect(paths.list);
    void dropPrivateCaches();
  });
  keepDocumentTitle(client.unread);
  followThemeColor();
  return (
    <>
      <Switch>
        <Match when={session().status === 'signedOut'}>
          <AuthScreen />
        </Match>
        <Match when={userId()} keyed>
          {(id) => <MainScreen userId={id} />}
        </Match>
      </Switch>
      <Toasts />
    </>
  );
}
