import type { User } from '@orleanschat/sdk';
import { createMemo } from 'solid-js';
import { useClient } from '../app/context';
import { fromStore } from '../ui/from-store';
import { groupContacts } from './contact-groups';
import type { PeopleSearch } from './use-people-search';

/** The people a search found; before anything is typed the person's contacts. */
export function useFoundOrContacts(search: PeopleSearch, isLeftOut: (user: User) => boolean): () => readonly User[] {
  const client = useClient();
  const contacts = fromStore(() => client.contacts);
  const known = createMemo(() => groupContacts(contacts()).accepted.map(({ user }) => user));
  return () =>
    search.query().trim() === '' ? known().filter((user) => !isLeftOut(user)) : (search.results() ?? []);
}
