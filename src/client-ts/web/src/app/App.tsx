import { createEffect, Match, Switch, untrack } from 'solid-js';
import { AuthScreen } from '../auth/AuthScreen';
import { fromStore } from '../ui/from-store';
import { useClient } from './context';
import { MainScreen } from './MainScreen';
import { redirect, route } from './router';
import { paths } from './routes';

export function App() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const userId = () => {
    const state = session();
    return state.status === 'signedIn' ? state.user.id : null;
  };
  // The next person starts at the list, not at the last one's conversation; but an invite waits until somebody has signed in.
  createEffect(() => {
    if (session().status === 'signedOut' && untrack(route).page !== 'join') redirect(paths.list);
  });
  return (
    <Switch>
      <Match when={session().status === 'signedOut'}>
        <AuthScreen />
      </Match>
      <Match when={userId()} keyed>
        {(id) => <MainScreen userId={id} />}
      </Match>
    </Switch>
  );
}
