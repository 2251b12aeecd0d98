import type { User } from '@orleanschat/sdk';
import { For, Show } from 'solid-js';
import { t } from '../i18n';
import { CloseIcon } from '../ui/icons';
import { PersonLine } from './PersonLine';
import { SearchBox } from './SearchBox';
import { SearchStatus } from './SearchStatus';
import { useFoundOrContacts } from './use-found-or-contacts';
import { usePeopleSearch } from './use-people-search';
import './people.css';

interface Props {
  readonly chosen: readonly User[];
  readonly onChange: (chosen: readonly User[]) => void;
  readonly isLeftOut: (user: User) => boolean;
  readonly autofocus?: boolean;
}

/** Chooses several people. */
export function PeoplePicker(props: Props) {
  const search = usePeopleSearch((user) => props.isLeftOut(user));
  const people = useFoundOrContacts(search, (user) => props.isLeftOut(user));
  const isChosen = (user: User) => props.chosen.some((other) => other.id === user.id);
  const toggle = (user: User) =>
    props.onChange(isChosen(user) ? props.chosen.filter((other) => other.id !== user.id) : [...props.chosen, user]);
  return (
    <>
      <SearchBox value={search.query()} onInput={search.setQuery} autofocus={props.autofocus ?? false} />
      <Show when={props.chosen.length > 0}>
        <div class="chosen">
          <For each={props.chosen}>
            {(user) => (
              <button
                class="chip"
                type="button"
                aria-label={t('people.unchoose', user.displayName)}
                onClick={() => toggle(user)}
              >
                <bdi class="truncate">{user.displayName}</bdi>
                <CloseIcon />
              </button>
            )}
          </For>
        </div>
      </Show>
      <SearchStatus search={search} />
      <ul class="people-list" aria-label={t('people.list')}>
        <For each={people()}>
          {(user) => (
            <li>
              <label class="person">
                <PersonLine user={user} />
                <input type="checkbox" checked={isChosen(user)} onChange={() => toggle(user)} />
              </label>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}
