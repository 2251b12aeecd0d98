import type { Conversation, User } from '@orleanschat/sdk';
import { createSignal, For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import type { ContactAction } from '../people/contact-actions';
import { actionsFor, isGrave } from '../people/contact-actions';
import { presenceText } from '../people/presence-text';
import { Username } from '../people/Username';
import { Avatar } from '../ui/Avatar';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { copy } from '../ui/copy';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
import { CopyIcon, GroupIcon } from '../ui/icons';
import { MuteSwitch } from './MuteSwitch';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
}

/** The other person of a 1-1 conversation. */
export function PersonDetails(props: Props) {
  const client = useClient();
  const users = fromStore(() => client.users);
  const presence = fromStore(() => client.presence);
  const user = () => users().get(props.conversation.peer?.id ?? '') ?? props.conversation.peer;
  const copyUsername = (name: string) =>
    void copy(name, t('details.usernameCopied'), t('groups.invites.copyFailed'));
  return (
    <Show when={user()}>
      {(person) => (
        <>
          <div class="details-face">
            <Avatar
              id={person().id}
              name={person().displayName}
              url={person().avatarUrl}
              online={presence().get(person().id)?.online === true}
            />
            <h3>
              <bdi>{person().displayName}</bdi>
            </h3>
            <p class="details-username">
              <Username name={person().username} class="muted" />
              <button
                class="icon-button"
                type="button"
                aria-label={t('details.copyUsername')}
                title={t('details.copyUsername')}
                onClick={() => copyUsername(person().username)}
              >
                <CopyIcon />
              </button>
            </p>
            <p class="muted small">{presenceText(presence().get(person().id), new Date())}</p>
          </div>
          <MuteSwitch conversation={props.conversation} />
          <SharedGroups person={person()} />
          <ContactActions person={person()} />
        </>
      )}
    </Show>
  );
}

/** What the two are to each other, and what can be done about it. */
function ContactActions(props: { readonly person: User }) {
  const client = useClient();
  const contacts = fromStore(() => client.contacts);
  const [asking, setAsking] = createSignal<'block' | 'remove' | null>(null);
  const status = () => contacts().get(props.person.id)?.status;
  const actions = () => {
    const { shown, more } = actionsFor(status());
    return [...shown, ...more].filter((action) => action !== 'message');
  };
  const act = createTask(
    'queue',
    (action: Exclude<ContactAction, 'message'>): Promise<unknown> =>
      client.people[action === 'withdraw' ? 'remove' : action](props.person.id),
  );
  const words = () => {
    const now = status();
    return now === undefined || now === 'removed' ? null : t(`details.contact.${now}`);
  };
  return (
    <section class="details-section">
      <p class="muted small" role="status">
        {words()}
      </p>
      <ErrorNote error={act.error()} />
      <div class="details-actions">
        <For each={actions()}>
          {(action) => (
            <button
              class="button"
              classList={{ primary: action === 'accept', plain: action !== 'accept', 'danger-text': isGrave(action) }}
              type="button"
              // The push may show the outcome before the answer of the call has come; a click meanwhile must not be lost.
              disabled={act.busy()}
              onClick={() => (isGrave(action) ? setAsking(action) : void act.run(action))}
            >
              {t(`people.${action}`)}
            </button>
          )}
        </For>
      </div>
      <Show when={asking()}>
        {(action) => (
          <ConfirmDialog
            title={t(`people.${action()}Title`, props.person.displayName)}
            text={t(`people.${action()}Text`)}
            action={t(`people.${action()}`)}
            onConfirm={() => {
              const wanted = action();
              setAsking(null);
              void act.run(wanted);
            }}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </section>
  );
}

/** Of the groups whose members were looked at: nothing is asked for it. */
function SharedGroups(props: { readonly person: User }) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  const members = fromStore(() => client.members);
  const shared = () =>
    inbox().items.filter(({ id, kind }) => kind === 'group' && members().get(id)?.some(({ user }) => user.id === props.person.id));
  return (
    <Show when={shared().length > 0}>
      <section class="details-section">
        <h3>{t('details.sharedGroups')}</h3>
        <ul>
          <For each={shared()}>
            {(group) => (
              <li>
                <button class="person" type="button" onClick={() => navigate(paths.conversation(group.id))}>
                  <GroupIcon />
                  <bdi class="truncate">{group.name}</bdi>
                </button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
