import type { Conversation, Member } from '@orleanschat/sdk';
import { createSignal, For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { redirect } from '../app/router';
import { paths } from '../app/routes';
import { PersonLine } from '../people/PersonLine';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { CloseIcon, LeaveIcon, PersonAddIcon, TrashIcon } from '../ui/icons';
import { AddMembersDialog } from './AddMembersDialog';
import './groups.css';

interface Props {
  readonly group: Conversation;
  readonly userId: string;
  readonly onClose: () => void;
}

/** Who is in the group; adding, removing and leaving. */
export function MembersPanel(props: Props) {
  const client = useClient();
  const all = fromStore(() => client.members);
  const members = () => all().get(props.group.id) ?? [];
  const [isAdding, setIsAdding] = createSignal(false);
  const [isLeaving, setIsLeaving] = createSignal(false);
  const load = createTask(() => client.groups.loadMembers(props.group.id));
  const leave = createTask(async () => {
    await client.groups.leave(props.group.id);
    redirect(paths.list);
  });
  const remove = createTask((userId: string) => client.groups.removeMember(props.group.id, userId));
  const problem = () => load.error() ?? leave.error() ?? remove.error();
  const mayManage = () => props.group.role === 'owner' || props.group.role === 'admin';
  const mayRemove = (member: Member) => mayManage() && member.role === 'member' && member.user.id !== props.userId;
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isAdding() && !isLeaving()) props.onClose();
  };
  let closeButton!: HTMLButtonElement;
  onMount(() => {
    closeButton.focus();
    void load.run();
  });
  return (
    <aside class="members-panel" aria-label="Members" onKeyDown={closeOnEscape}>
      <header class="members-header">
        <h2>Members</h2>
        <button
          ref={closeButton}
          class="icon-button"
          type="button"
          aria-label="Close members"
          onClick={() => props.onClose()}
        >
          <CloseIcon />
        </button>
      </header>
      <Show when={problem()}>
        {(error) => (
          <p class="alert" role="alert">
            {error().detail}
          </p>
        )}
      </Show>
      <Show when={mayManage()}>
        <button class="button secondary" type="button" onClick={() => setIsAdding(true)}>
          <PersonAddIcon /> Add members
        </button>
      </Show>
      <ul class="people-list members-list">
        <For each={members()}>
          {(member) => (
            <li class="person">
              <PersonLine
                user={member.user}
                {...(member.role === null || member.role === 'member' ? {} : { note: member.role })}
              />
              <Show when={mayRemove(member)}>
                <button
                  class="icon-button"
                  type="button"
                  aria-label={`Remove ${member.user.displayName}`}
                  onClick={() => void remove.run(member.user.id)}
                >
                  <TrashIcon />
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <button class="button plain leave" type="button" onClick={() => setIsLeaving(true)}>
        <LeaveIcon /> Leave group
      </button>
      <Show when={isAdding()}>
        <AddMembersDialog groupId={props.group.id} members={members()} onClose={() => setIsAdding(false)} />
      </Show>
      <Show when={isLeaving()}>
        <ConfirmDialog
          title="Leave this group?"
          text="You will not receive its messages any more."
          action="Leave"
          onConfirm={() => {
            setIsLeaving(false);
            void leave.run();
          }}
          onClose={() => setIsLeaving(false)}
        />
      </Show>
    </aside>
  );
}
