import type { User } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { navigate, redirect } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { GroupIcon } from '../ui/icons';
import { SidebarHeader } from '../ui/SidebarHeader';
import { PeopleButtons } from './PeopleButtons';
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
        <PeopleButtons
          class="people-list"
          label={t('people.list')}
          users={people()}
          onChoose={(userId) => void open.run(userId)}
        />
      </div>
    </>
  );
}
