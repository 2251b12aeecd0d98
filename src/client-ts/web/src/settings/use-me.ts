import type { User } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { fromStore } from '../ui/from-store';

/** The person who is signed in; null while they are on their way out. */
export function useMe(): () => User | null {
  const client = useClient();
  const session = fromStore(() => client.session);
  return () => {
    const state = session();
    return state.status === 'signedIn' ? state.user : null;
  };
}
