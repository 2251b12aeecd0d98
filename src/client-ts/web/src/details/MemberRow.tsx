import type { Conversation, Member } from '@orleanschat/sdk';
import type { JSX } from 'solid-js';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { Username } from '../people/Username';
import { Avatar } from '../ui/Avatar';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { fromStore } from '../ui/from-store';
import { ComposeIcon, GroupIcon, LeaveIcon, TrashIcon } from '../ui/icons';
import type { MenuItem } from '../ui/Menu';
import { Menu } from '../ui/Menu';
import type { MemberAction } from './member-rules';
import { actionsOn } from './member-rules';

interface Props {
  readonly group: Conversation;
  readonly member: Member;
  readonly userId: string;
  /** Runs what the server may refuse. */
  readonly act: (work: () => Promise<unknown>) => void;
}

/** A member: who they are, their role, and a menu of what the person may do. */
export function MemberRow(props: Props) {
  const client = useClient();
  const users = fromStore(() => client.users);
  const presence = fromStore(() => client.presence);
  const [asking, setAsking] = createSignal<'handOver' | 'remove' | null>(null);
  const user = () => users().get(props.member.user.id) ?? props.member.user;
  const isMe = () => user().id === props.userId;
  const role = () => (props.member.role === 'owner' || props.member.role === 'admin' ? props.member.role : null);

  const { groups } = client;
  const write = async () => navigate(paths.conversation((await client.openDirect(user().id)).id));
  const all: Readonly<Record<MemberAction, { icon: () => JSX.Element; danger?: boolean; run: () => void }>> = {
    message: { icon: ComposeIcon, run: () => props.act(write) },
    makeAdmin: { icon: GroupIcon, run: () => props.act(() => groups.setRole(props.group.id, user().id, 'admin')) },
    makeMember: { icon: GroupIcon, run: () => props.act(() => groups.setRole(props.group.id, user().id, 'member')) },
    handOver: { icon: LeaveIcon, run: () => setAsking('handOver') },
    remove: { icon: TrashIcon, danger: true, run: () => setAsking('remove') },
  };
  const label = (action: MemberAction) => (action === 'handOver' ? t('groups.handOver.action') : t(`groups.member.${action}`));
  const items = (): readonly MenuItem[] =>
    actionsOn(props.member, props.userId, props.group.role).map((action) => ({ label: label(action), ...all[action] }));
  const confirm = (work: () => Promise<unknown>) => {
    setAsking(null);
    props.act(work);
  };
  return (
    <li class="member">
      <Avatar
        id={user().id}
        name={user().displayName}
        url={user().avatarUrl}
        online={presence().get(user().id)?.online === true}
      />
      <span class="person-names">
        <span class="member-name">
          <bdi class="person-name truncate">{user().displayName}</bdi>
          <Show when={isMe()}>
            <span class="muted small">({t('common.you')})</span>
          </Show>
          <Show when={role()}>{(shown) => <span class="role-badge">{t(`groups.roles.${shown()}`)}</span>}</Show>
        </span>
        <span class="muted truncate">
          <Username name={user().username} />
        </span>
      </span>
      <Show when={items().length > 0}>
        <Menu label={t('groups.member.actions', user().displayName)} items={items()} />
      </Show>
      <Show when={asking() === 'handOver'}>
        <ConfirmDialog
          title={t('groups.handOver.title', user().displayName)}
          text={t('groups.handOver.text')}
          action={t('groups.handOver.action')}
          onConfirm={() => confirm(() => groups.handOver(props.group.id, user().id))}
          onClose={() => setAsking(null)}
        />
      </Show>
      <Show when={asking() === 'remove'}>
        <ConfirmDialog
          title={t('groups.member.removeTitle', user().displayName)}
          text={t('groups.member.removeText')}
          action={t('common.remove')}
          onConfirm={() => confirm(() => groups.removeMember(props.group.id, user().id))}
          onClose={() => setAsking(null)}
        />
      </Show>
    </li>
  );
}
