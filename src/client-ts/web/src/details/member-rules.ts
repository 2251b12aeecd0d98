import type { GroupRole, Member } from '@orleanschat/sdk';

export type MemberAction = 'message' | 'makeAdmin' | 'makeMember' | 'handOver' | 'remove';

const rank: Readonly<Record<GroupRole, number>> = { member: 0, admin: 1, owner: 2 };
const rankOf = (role: GroupRole | null) => rank[role ?? 'member'];

/** Admins and the owner: they rename the group, add people and invite. */
export function mayManage(role: GroupRole | null): boolean {
  return rankOf(role) >= rank.admin;
}

/** What a person with that role may do to a member, as the server has it: roles are the owner's, nobody removes their equals. */
export function actionsOn(member: Pick<Member, 'user' | 'role'>, userId: string, role: GroupRole | null): readonly MemberAction[] {
  if (member.user.id === userId) return [];
  const actions: MemberAction[] = ['message'];
  if (role === 'owner') actions.push(member.role === 'admin' ? 'makeMember' : 'makeAdmin', 'handOver');
  if (mayManage(role) && rankOf(role) > rankOf(member.role)) actions.push('remove');
  return actions;
}

/** `handOverFirst`: the owner may not go while others stay. `last`: the group ends with its last member. */
export function wayOut(role: GroupRole | null, memberCount: number): 'leave' | 'last' | 'handOverFirst' {
  if (memberCount <= 1) return 'last';
  return role === 'owner' ? 'handOverFirst' : 'leave';
}

/** The members whose name or username has these letters. */
export function membersNamed(members: readonly Member[], letters: string): readonly Member[] {
  const wanted = letters.trim().toLocaleLowerCase();
  if (wanted === '') return members;
  return members.filter(({ user }) => [user.displayName, user.username].some((name) => name.toLocaleLowerCase().includes(wanted)));
}

/** The owner first, then admins, then all others; by name among equals. */
export function inOrder(members: readonly Member[], locale: string): readonly Member[] {
  const names = new Intl.Collator(locale);
  return [...members].sort(
    (left, right) => rankOf(right.role) - rankOf(left.role) || names.compare(left.user.displayName, right.user.displayName),
  );
}
