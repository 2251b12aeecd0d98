import type { User } from '@orleanschat/sdk';
import { For } from 'solid-js';
import { useClient } from '../app/context';
import { navigate, redirect } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { GroupIcon } from '../ui/icons';
import { SidebarHeader } from '../ui/SidebarHeader';
import { PersonLine } from './PersonLine';
import { SearchBox } from './SearchBox';
import { SearchStatus } from './SearchStatus';
import { useFoundOrContacts } from './use-found-or-contacts';
import { usePeopleSearch } from './use-people-search';
import './people.css';

/** Finds somebody to write to. */
export function NewMessage(props: { readonly userId: string }) {
  const client = useClient();
  const isSelf = (user: User) => user.id === props.userId;
  const search = usePeopleSearch(isSelf);
  const people = useFoundOrContacts(search, isSelf);
  const open = createTask('replace', async (replaced, userId: string) => {
    const { id } = await client.openDirect(userId);
    if (!replaced.aborted) redirect(paths.conversation(id));
  });
  return (
    <>
      <SidebarHeader title={t('people.newMessage')} back={{ to: paths.list, label: t('common.back') }} />
      <div class="people-panel">
        <SearchBox value={search.query()} onInput={search.setQuery} autofocus />
        <button class="button secondary" type="button" onClick={() => navigate(paths.newGroup)}>
          <GroupIcon /> {t('people.newGroup')}
        </button>
        <SearchStatus search={search} />
        <ErrorNote error={open.error()} />
        <ul class="people-list" aria-label={t('people.list')}>
          <For each={people()}>
            {(user) => (
              <li>
                <button class="person" type="button" onClick={() => void open.run(user.id)}>
                  <PersonLine user={user} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </div>
    </>
  );
}
