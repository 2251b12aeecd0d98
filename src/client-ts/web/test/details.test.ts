import type { GroupRole, Invite, Member } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { inviteEnd, inviteLink, inviteText } from '../src/details/invite-text';
import { actionsOn, inOrder, membersNamed, wayOut } from '../src/details/member-rules';

const member = (id: string, role: GroupRole, displayName = id) =>
  ({ user: { id, username: `${id}.name`, displayName }, role }) as Member;

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '');

describe('what a member may do to another', () => {
  it('follows from both roles', () => {
    const on = (role: GroupRole, target: GroupRole) => actionsOn(member('u.bob', target), 'u.me', role);
    expect(on('member', 'member')).toEqual(['message']);
    expect(on('member', 'owner')).toEqual(['message']);
    expect(on('admin', 'member')).toEqual(['message', 'remove']);
    expect(on('admin', 'admin')).toEqual(['message']);
    expect(on('admin', 'owner')).toEqual(['message']);
    expect(on('owner', 'member')).toEqual(['message', 'makeAdmin', 'handOver', 'remove']);
    expect(on('owner', 'admin')).toEqual(['message', 'makeMember', 'handOver', 'remove']);
  });

  it('is nothing to oneself', () => {
    expect(actionsOn(member('u.me', 'owner'), 'u.me', 'owner')).toEqual([]);
  });
});

describe('the way out of a group', () => {
  it('is closed to an owner while others are in it', () => {
    expect(wayOut('member', 3)).toBe('leave');
    expect(wayOut('owner', 3)).toBe('handOverFirst');
    expect(wayOut('owner', 1)).toBe('last');
  });
});

describe('the members', () => {
  const members = [member('u.1', 'member', 'Zoë'), member('u.2', 'member', 'Ängström'), member('u.3', 'admin', 'Mia'), member('u.4', 'owner', 'Otto')];

  it('stand by role, then by name', () => {
    expect(inOrder(members, 'en').map(({ user }) => user.displayName)).toEqual(['Otto', 'Mia', 'Ängström', 'Zoë']);
  });

  it('are found by name or username, in any case', () => {
    expect(membersNamed(members, ' zO').map(({ user }) => user.id)).toEqual(['u.1']);
    expect(membersNamed(members, 'U.3.N').map(({ user }) => user.id)).toEqual(['u.3']);
    expect(membersNamed(members, '')).toBe(members);
    expect(membersNamed(members, 'nobody')).toEqual([]);
  });
});

describe('an invite', () => {
  const now = new Date('2024-03-01T12:00:00Z');
  const invite = (change: Partial<Invite>): Invite => ({ code: 'c', maxUses: null, uses: 0, expiresAt: null, ...change });

  it('says how often it was used and until when it is good', () => {
    expect(inviteText(invite({ uses: 1 }), now)).toBe('Used once · Never expires');
    expect(inviteText(invite({}), now)).toBe('Not used yet · Never expires');
    expect(plain(inviteText(invite({ uses: 2, maxUses: 5, expiresAt: '2024-03-08T12:00:00Z' }), now))).toMatch(
      /^2 of 5 used · Expires .*8/,
    );
    expect(inviteText(invite({ uses: 5, maxUses: 5 }), now)).toBe('5 of 5 used · Used up');
    expect(inviteText(invite({ uses: 3, expiresAt: '2024-03-01T12:00:00Z' }), now)).toBe('Used 3 times · Expired');
  });

  it('ends with its uses or its time', () => {
    expect(inviteEnd(invite({ uses: 4, maxUses: 5, expiresAt: '2024-03-01T12:00:01Z' }), now)).toBeNull();
    expect(inviteEnd(invite({ uses: 5, maxUses: 5 }), now)).toBe('usedUp');
    expect(inviteEnd(invite({ expiresAt: '2024-03-01T11:59:59Z' }), now)).toBe('expired');
  });

  it('has a link that leads to its page', () => {
    expect(inviteLink('https://chat.example', 'g.1-x/y')).toBe('https://chat.example/#/join/g.1-x%2Fy');
  });
});
