import { For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate, redirect, returnTo } from '../app/router';
import { paths } from '../app/routes';
import { createTask } from '../ui/create-task';
import { BackIcon, GroupIcon } from '../ui/icons';
import { PersonLine } from './PersonLine';
import { SearchBox } from './SearchBox';
import { SearchStatus } from './SearchStatus';
import { usePeopleSearch } from './use-people-search';
import './people.css';

/** Finds somebody to write to. */
export function NewMessage(props: { readonly userId: string }) {
  const client = useClient();
  const search = usePeopleSearch((user) => user.id === props.userId);
  const open = createTask(async (userId: string) => redirect(paths.conversation((await client.openDirect(userId)).id)));
  return (
    <>
      <header class="sidebar-header">
        <button
          class="icon-button"
          type="button"
          aria-label="Back to conversations"
          onClick={() => returnTo(paths.list)}
        >
          <BackIcon />
        </button>
        <h1>New message</h1>
      </header>
      <div class="people-panel">
        <SearchBox value={search.query()} onInput={search.setQuery} autofocus />
        <button class="button secondary" type="button" onClick={() => navigate(paths.newGroup)}>
          <GroupIcon /> New group
        </button>
        <SearchStatus search={search} />
        <Show when={open.error()}>
          {(error) => (
            <p class="alert" role="alert">
              {error().detail}
            </p>
          )}
        </Show>
        <ul class="people-list" aria-label="People">
          <For each={search.results() ?? []}>
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
