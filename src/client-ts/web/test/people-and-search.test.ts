import type { Contact, ContactStatus, User } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { actionsFor } from '../src/people/contact-actions';
import { groupContacts, incomingCount } from '../src/people/contact-groups';
import { presenceText } from '../src/people/presence-text';
import { messageQuery, noFilter } from '../src/search/message-query';
import { parseSnippet } from '../src/search/snippet';

function contact(name: string, status: ContactStatus): [string, Contact] {
  const user = { id: `u.${name}`, username: name, displayName: name } as User;
  return [user.id, { user, status, createdAt: '2024-03-01T12:00:00Z' }];
}

describe('contacts', () => {
  const contacts = new Map([
    contact('Zoe', 'accepted'),
    contact('Ann', 'accepted'),
    contact('Bob', 'pendingIncoming'),
    contact('Cid', 'blocked'),
  ]);

  it('stand in sections, by name', () => {
    const groups = groupContacts(contacts);
    expect(groups.accepted.map(({ user }) => user.displayName)).toEqual(['Ann', 'Zoe']);
    expect(groups.pendingIncoming).toHaveLength(1);
    expect(groups.pendingOutgoing).toEqual([]);
    expect(groups.blocked).toHaveLength(1);
    expect(incomingCount(contacts)).toBe(1);
  });

  it('offer what fits how the two stand to each other', () => {
    expect(actionsFor(undefined)).toEqual({ shown: ['ask'], more: ['message', 'block'] });
    expect(actionsFor('pendingIncoming').shown).toEqual(['accept', 'decline']);
    expect(actionsFor('pendingOutgoing').shown).toEqual(['withdraw']);
    expect(actionsFor('accepted')).toEqual({ shown: ['message'], more: ['remove', 'block'] });
    expect(actionsFor('blocked')).toEqual({ shown: ['unblock'], more: [] });
  });
});

describe('presence in words', () => {
  const now = new Date(2024, 2, 15, 14);
  const at = (day: number, hour: number) => new Date(2024, 2, day, hour, 5).toISOString();

  it('says who is here and when somebody was', () => {
    expect(presenceText({ online: true, lastSeenAt: null }, now)).toBe('Online');
    expect(presenceText({ online: false, lastSeenAt: at(15, 9) }, now)).toMatch(/^Last seen 0?9:05/);
    expect(presenceText({ online: false, lastSeenAt: at(14, 9) }, now)).toBe('Last seen Yesterday');
    expect(presenceText(undefined, now)).toBeNull();
  });
});

describe('a snippet', () => {
  it('is taken apart at its hits', () => {
    expect(parseSnippet('…at the <mark>old</mark> <mark>bridge</mark>')).toEqual([
      { text: '…at the ', isHit: false },
      { text: 'old', isHit: true },
      { text: ' ', isHit: false },
      { text: 'bridge', isHit: true },
    ]);
    expect(parseSnippet('')).toEqual([]);
  });

  it('is text, whatever it looks like', () => {
    expect(parseSnippet('&lt;b&gt; &amp;amp; &quot;&#39;&#x2019;<mark>&lt;mark&gt;</mark> &unknown;')).toEqual([
      { text: '<b> &amp; "\'’', isHit: false },
      { text: '<mark>', isHit: true },
      { text: ' &unknown;', isHit: false },
    ]);
    expect(parseSnippet('<img onerror=x>')).toEqual([{ text: '<img onerror=x>', isHit: false }]);
  });
});

describe('a search for messages', () => {
  it('asks nothing without words', () => {
    expect(messageQuery('  ', noFilter)).toBeNull();
  });

  it('takes whole days, the last one too', () => {
    const query = messageQuery(' bridge ', { senderId: 'u.bob', from: '2024-03-01', until: '2024-03-31' }, 'g.1');
    expect(query).toMatchObject({ q: 'bridge', conversationId: 'g.1', senderId: 'u.bob' });
    expect(new Date(query?.after ?? '').getTime()).toBe(new Date(2024, 2, 1).getTime() - 1);
    expect(new Date(query?.before ?? '').getTime()).toBe(new Date(2024, 3, 1).getTime());
    expect(messageQuery('bridge', noFilter)).not.toHaveProperty('after');
  });
});
