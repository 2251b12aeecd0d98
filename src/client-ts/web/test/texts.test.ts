import { describe, expect, it } from 'vitest';
import { connectionText } from '../src/app/connection-text';
import { parse, paths } from '../src/app/routes';
import { systemText } from '../src/groups/system-text';
import { initials } from '../src/ui/initials';
import { dayName } from '../src/ui/time';
import { message } from './builders';

const names: Record<string, string> = { 'u.me': 'You', 'u.bob': 'Bob Ross', 'u.cid': 'Cid' };
const nameOf = (id: string) => names[id] ?? '…';

/** Without the marks that keep a name's direction to itself. */
const system = (content: object) =>
  systemText(message({ type: 'system', content: JSON.stringify(content) }), nameOf).replace(/[\u2068\u2069]/g, '');

describe('a system message', () => {
  it('says who did what', () => {
    expect(system({ event: 'groupCreated', userIds: ['u.me'], name: 'Walks' })).toBe(
      'Bob Ross created the group “Walks”',
    );
    expect(system({ event: 'membersAdded', userIds: ['u.me', 'u.cid'] })).toBe('Bob Ross added You and Cid');
    expect(system({ event: 'memberLeft', userIds: ['u.bob'] })).toBe('Bob Ross left');
    expect(system({ event: 'memberRemoved', userIds: ['u.cid'] })).toBe('Bob Ross removed Cid');
    expect(system({ event: 'groupRenamed', name: 'Runs' })).toBe('Bob Ross renamed the group to “Runs”');
    expect(system({ event: 'memberJoined', userIds: ['u.bob'] })).toBe('Bob Ross joined with an invite');
    expect(system({ event: 'roleChanged', userIds: ['u.cid'], role: 'admin' })).toBe('Bob Ross made Cid an admin');
    expect(system({ event: 'roleChanged', userIds: ['u.cid'], role: 'member' })).toBe('Bob Ross made Cid a plain member');
    expect(system({ event: 'ownerChanged', userIds: ['u.me'] })).toBe('Bob Ross handed the group over to You');
  });

  it('is bland about what it does not know', () => {
    expect(system({ event: 'somethingNew' })).toBe('The group changed');
    expect(systemText(message({ type: 'system', content: 'no JSON' }), nameOf)).toBe('The group changed');
  });
});

describe('small texts', () => {
  it('name the days as people do', () => {
    const now = new Date(2024, 2, 15, 9);
    const at = (day: number, hour: number) => new Date(2024, 2, day, hour).toISOString();
    expect(dayName(at(15, 0), now)).toBe('Today');
    expect(dayName(at(14, 23), now)).toBe('Yesterday');
    expect(dayName(at(11, 12), now)).toBe(
      new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(new Date(2024, 2, 11)),
    );
  });

  it('take initials from letters', () => {
    expect(initials('Ann Lindqvist')).toBe('AL');
    expect(initials('bob')).toBe('B');
    expect(initials('Walks 🥾')).toBe('W');
    expect(initials('李 小龍')).toBe('李小');
    expect(initials('🥾')).toBe('🥾');
  });

  it('say how the connection is, and nothing when it is well', () => {
    expect(connectionText('offline')).toBe('No connection. Messages are kept and sent when you are back.');
    expect(connectionText('online')).toBeNull();
  });
});

describe('an address', () => {
  it('leads to its page and back', () => {
    const conversation = { page: 'conversation', id: 'g.1', seq: null, panel: null };
    expect(parse(paths.conversation('g.1'))).toEqual(conversation);
    expect(parse(paths.message('g.1', 17))).toEqual({ ...conversation, seq: 17 });
    expect(parse(paths.panel('g.1', 'pins'))).toEqual({ ...conversation, panel: 'pins' });
    expect(parse(paths.newGroup)).toEqual({ page: 'newGroup' });
    expect(parse(paths.settings('sessions'))).toEqual({ page: 'settings', section: 'sessions' });
    expect(parse(paths.join('a/b'))).toEqual({ page: 'join', code: 'a/b' });
  });

  it('that somebody has typed wrong leads somewhere', () => {
    expect(parse('/c/')).toEqual({ page: 'list' });
    expect(parse('/c/%E0%A4%A/m/-1')).toEqual({ page: 'conversation', id: '%E0%A4%A', seq: null, panel: null });
    expect(parse('/settings/nonsense')).toEqual({ page: 'settings', section: null });
    expect(parse('/nonsense')).toEqual({ page: 'list' });
  });
});
