import { useClient } from '../app/context';
import { fromStore } from '../ui/from-store';

/** A function from user ids to the links of their pictures; null where there is none. */
export function useAvatarUrl(): (userId: string) => string | null {
  const client = useClient();
  const users = fromStore(() => client.users);
  return (userId) => users().get(userId)?.avatarUrl ?? null;
}
