import type { User } from '@orleanschat/sdk';
import { For } from 'solid-js';
import { PersonLine } from './PersonLine';

interface Props {
  /** Of the list. */
  readonly label: string;
  readonly class?: string;
  readonly users: readonly User[];
  readonly onChoose: (userId: string) => void;
}

/** A list of people, each a button. */
export function PeopleButtons(props: Props) {
  return (
    <ul class={props.class} aria-label={props.label}>
      <For each={props.users}>
        {(user) => (
          <li>
            <button class="person" type="button" onClick={() => props.onChoose(user.id)}>
              <PersonLine user={user} />
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
