import type { CompactEmoji } from 'emojibase';
import { describe, expect, it } from 'vitest';
import { findEmoji, groupsOf } from '../src/emoji/emoji-data';
import { fitImage } from '../src/images/fit-image';
import { rightsOf } from '../src/timeline/message-rights';
import { receiptState } from '../src/timeline/receipt-state';
import { changedAtStart } from '../src/timeline/timeline-rows';
import { message } from './builders';

const cursors = (...read: (readonly [string, number, number])[]) =>
  new Map(read.map(([id, deliveredSeq, readSeq]) => [id, { deliveredSeq, readSeq }]));

describe('the receipt of a message', () => {
  const direct = { kind: 'direct', memberCount: 2 } as const;
  const group = { kind: 'group', memberCount: 3 } as const;
  const state = (conversation: typeof direct | typeof group, receipts: ReturnType<typeof cursors>) =>
    receiptState({ seq: 5 }, { conversation, receipts, counts: undefined, userId: 'u.me' });

  it('follows the other of a direct conversation', () => {
    expect(state(direct, cursors(['u.me', 9, 9]))).toEqual({ state: 'sent', readers: null, readerIds: [] });
    expect(state(direct, cursors(['u.bob', 5, 4]))).toEqual({ state: 'delivered', readers: null, readerIds: [] });
    expect(state(direct, cursors(['u.bob', 5, 5]))).toEqual({ state: 'read', readers: null, readerIds: [] });
  });

  it('is "read" in a group when everybody has read', () => {
    expect(state(group, cursors(['u.bob', 5, 5], ['u.cid', 5, 4]))).toEqual({ state: 'delivered', readers: 1, readerIds: ['u.bob'] });
    expect(state(group, cursors(['u.bob', 5, 5], ['u.cid', 6, 6]))).toEqual({ state: 'read', readers: 2, readerIds: ['u.bob', 'u.cid'] });
  });

  it('counts in a large group', () => {
    const conversation = { kind: 'group', memberCount: 101 } as const;
    const counts = { deliveredCount: 100, readCount: 40 };
    expect(receiptState({ seq: 5 }, { conversation, receipts: undefined, counts, userId: 'u.me' })).toEqual({
      state: 'delivered',
      readers: 40,
      readerIds: [],
    });
  });

  it('names nobody where the server counts: what was known of some is not all', () => {
    const conversation = { kind: 'group', memberCount: 51 } as const;
    const receipts = cursors(['u.bob', 5, 5]);
    const { readers, readerIds } = receiptState({ seq: 5 }, { conversation, receipts, counts: undefined, userId: 'u.me' });
    expect([readers, readerIds]).toEqual([1, []]);
  });
});

describe('what somebody may do with a message', () => {
  it('is decided by who sent it and by the role', () => {
    const others = message({ senderId: 'u.bob' });
    expect(rightsOf(others, { kind: 'group', role: 'member' }, 'u.me')).toEqual({ edit: false, delete: false, pin: false });
    expect(rightsOf(others, { kind: 'group', role: 'admin' }, 'u.me')).toEqual({ edit: false, delete: true, pin: true });
    const own = message({ senderId: 'u.me' });
    expect(rightsOf(own, { kind: 'direct', role: 'member' }, 'u.me')).toEqual({ edit: true, delete: true, pin: true });
  });
});

describe('rows', () => {
  it('that come or go at the start are told from those at the end', () => {
    expect(changedAtStart(['c', 'd'], ['a', 'b', 'c', 'd'])).toBe(true);
    expect(changedAtStart(['a', 'b', 'c'], ['b', 'c'])).toBe(true);
    expect(changedAtStart(['a', 'b'], ['a', 'b', 'c'])).toBe(false);
    expect(changedAtStart([], ['a'])).toBe(false);
  });
});

describe('the search for an emoji', () => {
  const emoji = [
    { group: 0, order: 2, unicode: '😀', label: 'grinning face', tags: ['happy'] },
    { group: 0, order: 1, unicode: '😺', label: 'cat grinning', tags: [] },
    { group: 2, order: 0, unicode: '🏻', label: 'light skin tone' },
  ] as unknown as CompactEmoji[];
  const groups = groupsOf(emoji, [
    { key: 'a', message: 'smileys', order: 0 },
    { key: 'c', message: 'components', order: 2 },
  ]);
  const found = (query: string) => findEmoji(groups, query).map(({ unicode }) => unicode);

  it('looks at the beginnings of words, names first', () => {
    expect(found('grin')).toEqual(['😀', '😺']);
    expect(found('hap')).toEqual(['😀']);
    expect(found('cat gri')).toEqual(['😺']);
    expect(found('rin')).toEqual([]);
  });

  it('leaves out what is none by itself', () => expect(groups.map(({ name }) => name)).toEqual(['Smileys']));
});

describe('an image', () => {
  it('keeps its shape in its box and is not enlarged', () => {
    expect(fitImage({ width: 3600, height: 1800 })).toEqual({ width: 360, height: 180 });
    expect(fitImage({ width: 100, height: 60 })).toEqual({ width: 100, height: 60 });
    expect(fitImage({ width: 0, height: 0 })).toEqual({ width: 48, height: 48 });
  });
});
