import type { Conversation, OutboxEntry, User } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { previewOf, typingText } from '../src/conversations/conversation-text';
import { findByName, isListed } from '../src/conversations/list-filter';
import { outgoingOf, pendingOf } from '../src/conversations/outgoing';
import { plainText } from '../src/conversations/plain-text';
import { message } from './builders';

const names: Record<string, string> = { 'u.me': 'You', 'u.bob': 'Bob Ross' };
const nameOrYou = (id: string) => names[id] ?? '…';
const bob = { id: 'u.bob', username: 'bob.r', displayName: 'Bob Ross' } as User;

function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'g.1',
    kind: 'group',
    name: 'Walks',
    peer: null,
    lastMessage: null,
    lastSeq: 1,
    unreadCount: 0,
    ...change,
  } as Conversation;
}

const direct = (change: Partial<Conversation> = {}) => conversation({ kind: 'direct', name: null, peer: bob, ...change });

function entry(change: Partial<OutboxEntry> = {}): OutboxEntry {
  return { clientMessageId: 'm.1', conversationId: 'g.1', content: 'On its way', image: null, state: 'queued', ack: null, ...change } as OutboxEntry;
}

describe('a message in one line', () => {
  it('has no marks of Markdown', () => {
    expect(plainText('**Ten** at the _old_ ~~bridge~~ `gate`')).toBe('Ten at the old bridge gate');
    expect(plainText('# Plan\n- walk\n- *rest*\n> she said')).toBe('Plan walk rest she said');
    expect(plainText('see [the map](https://example.org/a_b)')).toBe('see the map');
    expect(plainText('```ts\nconst x = 1;\n```')).toBe('const x = 1;');
  });

  it('keeps what only looks like a mark', () => {
    expect(plainText('snake_case_name and 2 * 3 * 4')).toBe('snake_case_name and 2 * 3 * 4');
    expect(plainText('a * b')).toBe('a * b');
  });
});

describe('the preview of a conversation', () => {
  const preview = (shown: Conversation, more: { pending?: OutboxEntry; draft?: string } = {}) => {
    const { lead, text } = previewOf({
      conversation: shown,
      pending: more.pending ?? null,
      draft: more.draft ?? '',
      userId: 'u.me',
      nameOrYou,
    });
    return lead === null ? text : `${lead}: ${text}`;
  };

  it('names the sender where it is not plain', () => {
    expect(preview(direct({ lastMessage: message() }))).toBe('Hello');
    expect(preview(direct({ lastMessage: message({ senderId: 'u.me' }) }))).toBe('You: Hello');
    expect(preview(conversation({ lastMessage: message() }))).toBe('Bob: Hello');
  });

  it('tells of nothing and of what is gone', () => {
    expect(preview(direct())).toBe('No messages yet');
    const deleted = message({ content: '', deletedAt: '2024-03-01T12:00:00Z' });
    expect(preview(direct({ lastMessage: deleted }))).toBe('Message deleted');
  });

  it('says that there is an image, or what stands below it', () => {
    const image = { id: 'i.1' } as never;
    expect(preview(direct({ lastMessage: message({ type: 'image', content: '', image }) }))).toBe('Image');
    expect(preview(direct({ lastMessage: message({ type: 'image', content: 'The bridge', image }) }))).toBe('The bridge');
  });

  it('shows first what the person has begun, then what is on its way', () => {
    const shown = direct({ lastMessage: message() });
    expect(preview(shown, { pending: entry() })).toBe('You: On its way');
    expect(preview(shown, { pending: entry(), draft: 'Well,' })).toBe('Draft: Well,');
    expect(preview(shown, { draft: '  ' })).toBe('Hello');
  });
});

describe('who is typing', () => {
  it('is named in groups only', () => {
    expect(typingText([], true)).toBeNull();
    expect(typingText(['Bob'], false)).toBe('typing…');
    expect(typingText(['Bob'], true)).toBe('Bob is typing…');
    expect(typingText(['Bob', 'Cid'], true)).toBe('2 people are typing…');
  });
});

describe("the person's own last message", () => {
  const own = message({ seq: 5, senderId: 'u.me', clientMessageId: 'm.1' });
  const read = (readSeq: number) => new Map([['u.bob', { deliveredSeq: readSeq, readSeq }]]);

  it('is on its way until the log has it', () => {
    expect(pendingOf([entry()], conversation())).toEqual(entry());
    expect(pendingOf([entry()], conversation({ lastMessage: own, lastSeq: 5 }))).toBeNull();
    expect(pendingOf([entry({ conversationId: 'g.2' })], conversation())).toBeNull();
  });

  it('shows how far it has come', () => {
    const shown = direct({ lastMessage: own });
    expect(outgoingOf(shown, entry(), undefined, 'u.me')).toBe('sending');
    expect(outgoingOf(shown, entry({ state: 'failed' }), undefined, 'u.me')).toBe('failed');
    expect(outgoingOf(shown, null, read(4), 'u.me')).toBe('sent');
    expect(outgoingOf(shown, null, read(5), 'u.me')).toBe('read');
  });

  it("is not somebody else's", () => {
    expect(outgoingOf(direct({ lastMessage: message() }), null, read(5), 'u.me')).toBeNull();
  });
});

describe('the list', () => {
  it('is narrowed to unread ones and groups, and keeps the open one while it is read', () => {
    expect(isListed(direct({ unreadCount: 2 }), 'unread', null)).toBe(true);
    expect(isListed(direct(), 'unread', null)).toBe(false);
    expect(isListed(direct(), 'unread', 'g.1')).toBe(true);
    expect(isListed(direct(), 'groups', null)).toBe(false);
    expect(isListed(conversation(), 'groups', null)).toBe(true);
  });

  it('is searched by name, whatever its case and accents, and by user name', () => {
    const all = [conversation({ name: 'Café Müller' }), direct(), conversation({ name: '李小龍的群' })];
    const found = (typed: string) => findByName(all, typed).length;
    expect(findByName(all, 'cafe mul')).toEqual([all[0]]);
    expect(findByName(all, '@bob.')).toEqual([all[1]]);
    expect(findByName(all, '小龍')).toEqual([all[2]]);
    expect(found(' ')).toBe(0);
    expect(found('nobody')).toBe(0);
  });
});
