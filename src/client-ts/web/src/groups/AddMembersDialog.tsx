import type { Member, User } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { PeoplePicker } from '../people/PeoplePicker';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';

interface Props {
  readonly groupId: string;
  readonly members: readonly Member[];
  readonly onClose: () => void;
}

export function AddMembersDialog(props: Props) {
  const client = useClient();
  const [chosen, setChosen] = createSignal<readonly User[]>([]);
  const add = createTask(async () => {
    await client.groups.addMembers(
      props.groupId,
      chosen().map((user) => user.id),
    );
    props.onClose();
  });
  return (
    <Dialog title="Add members" onClose={props.onClose}>
      <PeoplePicker
        chosen={chosen()}
        onChange={setChosen}
        isLeftOut={(user) => props.members.some((member) => member.user.id === user.id)}
        autofocus
      />
      <Show when={add.error()}>
        {(error) => (
          <p class="alert" role="alert">
            {error().detail}
          </p>
        )}
      </Show>
      <div class="dialog-actions">
        <button class="button secondary" type="button" onClick={() => props.onClose()}>
          Cancel
        </button>
        <button
          class="button primary"
          type="button"
          disabled={chosen().length === 0 || add.busy()}
          onClick={() => void add.run()}
        >
          Add
        </button>
      </div>
    </Dialog>
  );
}
