import type { User } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { redirect, returnTo } from '../app/router';
import { paths } from '../app/routes';
import { PeoplePicker } from '../people/PeoplePicker';
import { createTask } from '../ui/create-task';
import { Field } from '../ui/Field';
import { BackIcon } from '../ui/icons';

/** Makes a group: its name, and whom to ask in. */
export function NewGroup(props: { readonly userId: string }) {
  const client = useClient();
  const [name, setName] = createSignal('');
  const [chosen, setChosen] = createSignal<readonly User[]>([]);
  const create = createTask(async () => {
    const group = await client.groups.create(
      name().trim(),
      chosen().map((user) => user.id),
    );
    redirect(paths.conversation(group.id));
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <>
      <header class="sidebar-header">
        <button
          class="icon-button"
          type="button"
          aria-label="Back to new message"
          onClick={() => returnTo(paths.newMessage)}
        >
          <BackIcon />
        </button>
        <h1>New group</h1>
      </header>
      <form class="people-panel" onSubmit={submit}>
        <Field
          label="Group name"
          value={name()}
          onInput={setName}
          problem={create.error()?.fields['name']?.[0]}
          maxLength={100}
          required
          autofocus
        />
        <PeoplePicker chosen={chosen()} onChange={setChosen} isLeftOut={(user) => user.id === props.userId} />
        <Show when={create.error()}>
          {(error) => (
            <p class="alert" role="alert">
              {error().detail}
            </p>
          )}
        </Show>
        <button class="button primary" type="submit" disabled={create.busy() || name().trim() === ''}>
          Create group
        </button>
      </form>
    </>
  );
}
