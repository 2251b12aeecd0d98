import type { Conversation } from '@orleanschat/sdk';
import { Show } from 'solid-js';
import { t } from '../i18n';
import { Avatar } from '../ui/Avatar';
import { GroupEnd } from './GroupEnd';
import { GroupName } from './GroupName';
import { InviteLinks } from './InviteLinks';
import { MemberList } from './MemberList';
import { mayManage } from './member-rules';
import { MuteSwitch } from './MuteSwitch';

interface Props {
  readonly group: Conversation;
  readonly userId: string;
}

/** A group: its name, members, invites, and the ways out. */
export function GroupDetails(props: Props) {
  return (
    <>
      <div class="details-face">
        <Avatar id={props.group.id} name={props.group.name ?? ''} group />
        <GroupName group={props.group} />
        <p class="muted">{t('groups.memberCount', props.group.memberCount)}</p>
      </div>
      <MuteSwitch conversation={props.group} />
      <MemberList group={props.group} userId={props.userId} />
      <Show when={mayManage(props.group.role)}>
        <InviteLinks groupId={props.group.id} />
      </Show>
      <GroupEnd group={props.group} />
    </>
  );
}
