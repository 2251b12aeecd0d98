import { useClient } from '../app/context';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';

/** A function from user ids to display names. Names that are not known yet are loaded and appear by themselves. */
export function useNames(userId: () => string): { nameOf: (id: string) => string; nameOrYou: (id: string) => string } {
  const client = useClient();
  const users = fromStore(() => client.users);
  const nameOf = (id: string) => {
    const user = users().get(id);
    if (user === undefined) client.users.request(id);
    return user?.displayName ?? '…';
  };
  return { nameOf, nameOrYou: (id) => (id === userId() ? t('common.you') : nameOf(id)) };
}
