import type { Member, User } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { PeoplePicker } from '../people/PeoplePicker';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';

interface Props {
  readonly groupId: string;
  readonly members: readonly Member[];
  readonly onClose: () => void;
}

export function AddMembersDialog(props: Props) {
  const client = useClient();
  const [chosen, setChosen] = createSignal<readonly User[]>([]);
  const add = createTask('join', async () => {
    await client.groups.addMembers(
      props.groupId,
      chosen().map((user) => user.id),
    );
    props.onClose();
  });
  return (
    <Dialog title={t('groups.add.action')} onClose={props.onClose}>
      <PeoplePicker
        chosen={chosen()}
        onChange={setChosen}
        isLeftOut={(user) => props.members.some((member) => member.user.id === user.id)}
        autofocus
      />
      <ErrorNote error={add.error()} />
      <div class="dialog-actions">
        <button class="button secondary" type="button" onClick={() => props.onClose()}>
          {t('common.cancel')}
        </button>
        <button
          class="button primary"
          type="button"
          disabled={chosen().length === 0 || add.busy()}
          onClick={() => void add.run()}
        >
          {t('common.add')}
        </button>
      </div>
    </Dialog>
  );
}
