import type { User } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';
import { useClient } from '../app/context';
import { redirect } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { fieldErrorText } from '../i18n/error-text';
import { PeoplePicker } from '../people/PeoplePicker';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { Field } from '../ui/Field';
import { SidebarHeader } from '../ui/SidebarHeader';

/** Makes a group: its name, and whom to ask in. */
export function NewGroup(props: { readonly userId: string }) {
  const client = useClient();
  const [name, setName] = createSignal('');
  const [chosen, setChosen] = createSignal<readonly User[]>([]);
  const create = createTask('join', async () => {
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
      <SidebarHeader
        title={t('people.newGroup')}
        back={{ to: paths.newMessage, label: t('people.backToNewMessage') }}
      />
      <form class="people-panel" onSubmit={submit}>
        <Field
          label={t('people.groupName')}
          value={name()}
          onInput={setName}
          problem={fieldErrorText(create.error(), 'name')}
          maxLength={100}
          required
          autofocus
        />
        <PeoplePicker chosen={chosen()} onChange={setChosen} isLeftOut={(user) => user.id === props.userId} />
        <ErrorNote error={create.error()} />
        <button class="button primary" type="submit" disabled={create.busy() || name().trim() === ''}>
          {t('people.createGroup')}
        </button>
      </form>
    </>
  );
}
