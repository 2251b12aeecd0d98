import { createEffect, Match, Switch } from 'solid-js';
import { AuthScreen } from '../auth/AuthScreen';
import { fromStore } from '../ui/from-store';
import { useClient } from './context';
import { MainScreen } from './MainScreen';
import { redirect } from './router';
import { paths } from './routes';

export function App() {
  const client = useClient();
  const session = fromStore(() => client.session);
  const userId = () => {
    const state = session();
    return state.status === 'signedIn' ? state.user.id : null;
  };
  // The next person starts at the list, not at the last one's conversation.
  createEffect(() => session().status === 'signedOut' && redirect(paths.list));
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
