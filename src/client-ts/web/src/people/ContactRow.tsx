import type { ContactStatus, User } from '@orleanschat/sdk';
import { createSignal, For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { attempt } from '../timeline/react-to';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { Menu } from '../ui/Menu';
import { actionsFor, isGrave } from './contact-actions';
import type { ContactAction } from './contact-actions';
import { PersonLine } from './PersonLine';

interface Props {
  readonly user: User;
  readonly status: ContactStatus | undefined;
  readonly note?: string | null;
}

/** A person with what can be done about them. */
export function ContactRow(props: Props) {
  const client = useClient();
  const [asked, setAsked] = createSignal<'block' | 'remove' | null>(null);
  const choice = () => actionsFor(props.status);
  const task = createTask('queue', (action: ContactAction) => {
    const { id } = props.user;
    const work: Record<ContactAction, () => Promise<unknown>> = {
      accept: () => client.people.accept(id),
      ask: () => client.people.ask(id),
      block: () => client.people.block(id),
      decline: () => client.people.decline(id),
      message: async () => navigate(paths.conversation((await client.openDirect(id)).id)),
      remove: () => client.people.remove(id),
      unblock: () => client.people.unblock(id),
      withdraw: () => client.people.remove(id),
    };
    return attempt(work[action]);
  });
  const run = (action: ContactAction) => {
    setAsked(null);
    void task.run(action);
  };
  const start = (action: ContactAction) => (isGrave(action) ? setAsked(action) : run(action));
  return (
    <li class="contact">
      <span class="person">
        <PersonLine user={props.user} note={props.note} />
      </span>
      <span class="contact-actions">
        <For each={choice().shown}>
          {(action, index) => (
            <button
              class={`button small ${index() === 0 ? 'tinted' : 'secondary'}`}
              type="button"
              disabled={task.busy()}
              onClick={() => start(action)}
            >
              {t(`people.${action}`)}
            </button>
          )}
        </For>
        <Show when={choice().more.length > 0}>
          <Menu
            label={t('people.actions', props.user.displayName)}
            items={choice().more.map((action) => ({
              label: t(`people.${action}`),
              danger: isGrave(action),
              run: () => start(action),
            }))}
          />
        </Show>
      </span>
      <Show when={asked()}>
        {(action) => (
          <ConfirmDialog
            title={t(`people.${action()}Title`, props.user.displayName)}
            text={t(`people.${action()}Text`)}
            action={t(`people.${action()}`)}
            onConfirm={() => run(action())}
            onClose={() => setAsked(null)}
          />
        )}
      </Show>
    </li>
  );
}
