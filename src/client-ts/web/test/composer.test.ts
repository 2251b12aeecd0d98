import type { Member } from '@orleanschat/sdk';
import { maxContentLength, maxImageSize } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { DraftStorage, emptyDraft, parseDraft } from '../src/composer/draft-storage';
import { fitted, problemOf } from '../src/composer/image-rules';
import { keyAction } from '../src/composer/key-action';
import { lastOwnSeq } from '../src/composer/last-own-message';
import { toggleMark } from '../src/composer/markdown-marks';
import { matching, mentionAt } from '../src/composer/mention-completion';
import { charactersLeft } from '../src/composer/text-limit';
import { mapStorage, message } from './builders';

describe('the counter of characters', () => {
  it('appears near the limit and goes on beyond it', () => {
    expect(charactersLeft('Hello')).toBeNull();
    expect(charactersLeft('a'.repeat(maxContentLength - 500))).toBe(500);
    expect(charactersLeft('a'.repeat(maxContentLength + 3))).toBe(-3);
  });

  it('does not count the blanks around a text, which are not sent', () => {
    expect(charactersLeft(`\n ${'a'.repeat(maxContentLength)}  `)).toBe(0);
  });
});

describe('an image', () => {
  it('is refused by its type and its size before it is read', () => {
    expect(problemOf({ type: 'application/pdf', size: 10 })).toBe('type');
    expect(problemOf({ type: 'image/svg+xml', size: 10 })).toBe('type');
    expect(problemOf({ type: 'image/gif', size: maxImageSize + 1 })).toBe('size');
    expect(problemOf({ type: 'image/gif', size: maxImageSize })).toBeNull();
  });

  it('that can be scaled down may be larger than what is sent, within reason', () => {
    expect(problemOf({ type: 'image/jpeg', size: 2 * maxImageSize })).toBeNull();
    expect(problemOf({ type: 'image/jpeg', size: 100 * maxImageSize })).toBe('size');
  });

  it('is scaled in proportion, never up and never to nothing', () => {
    expect(fitted({ width: 4096, height: 3072 }, 2048)).toEqual({ width: 2048, height: 1536 });
    expect(fitted({ width: 300, height: 4096 }, 2048)).toEqual({ width: 150, height: 2048 });
    expect(fitted({ width: 30, height: 20 }, 2048)).toEqual({ width: 30, height: 20 });
    expect(fitted({ width: 9000, height: 1 }, 512)).toEqual({ width: 512, height: 1 });
  });
});

describe('a mention', () => {
  it('begins with an @ that stands by itself', () => {
    expect(mentionAt('Hello @bo', 9)).toEqual({ start: 6, end: 9, query: 'bo' });
    expect(mentionAt('@', 1)).toEqual({ start: 0, end: 1, query: '' });
    expect(mentionAt('(@李', 3)).toEqual({ start: 1, end: 3, query: '李' });
  });

  it('is no e-mail address, and ends with a blank', () => {
    expect(mentionAt('ann@example', 11)).toBeNull();
    expect(mentionAt('@@bob', 5)).toBeNull();
    expect(mentionAt('@bob ', 5)).toBeNull();
  });

  it('is replaced to its end when the caret is inside it', () => {
    expect(mentionAt('@bobby, hi', 3)).toEqual({ start: 0, end: 6, query: 'bo' });
  });
});

describe('the people whom a mention may mean', () => {
  const member = (username: string, displayName: string) =>
    ({ user: { id: `u.${username}`, username, displayName } }) as Member;
  const members = [
    member('zoe', 'Zoë Bobson'),
    member('abob', 'Abel'),
    member('bob', 'Robert'),
    member('ann', 'Bobina'),
    member('me', 'Bob Me'),
  ];
  const found = (query: string) => matching(members, query, 'u.me').map(({ user }) => user.username);

  it('come with the best fit first, without the person', () => {
    expect(found('bob')).toEqual(['ann', 'bob', 'zoe', 'abob']);
  });

  it('are found whatever the case and the accents', () => {
    expect(found('ZOE')).toEqual(['zoe']);
    expect(found('zoë')).toEqual(['zoe']);
    expect(found('nobody')).toEqual([]);
  });

  it('are few at a time', () => {
    const crowd = Array.from({ length: 100 }, (_, index) => member(`walker${index}`, `Walker ${index}`));
    expect(matching(crowd, 'walk', 'u.me')).toHaveLength(8);
  });
});

describe('a mark', () => {
  it('goes around the selection, which stays', () => {
    const bold = toggleMark({ text: 'so good', start: 3, end: 7 }, '**');
    expect(bold).toEqual({ text: 'so **good**', start: 5, end: 9 });
    expect(toggleMark(bold, '**')).toEqual({ text: 'so good', start: 3, end: 7 });
  });

  it('with nothing selected makes room to write in', () => {
    expect(toggleMark({ text: '', start: 0, end: 0 }, '`')).toEqual({ text: '``', start: 1, end: 1 });
  });
});

describe('a key in the composer', () => {
  const plain = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  const press = (key: string, held: Partial<typeof plain> = {}, at = { isEmpty: false, isReplying: false }) =>
    keyAction({ key, ...plain, ...held }, at);

  it('sends or breaks the line', () => {
    expect(press('Enter')).toBe('send');
    expect(press('Enter', { shiftKey: true })).toBeNull();
  });

  it('edits the last message where there is no text to move in', () => {
    expect(press('ArrowUp', {}, { isEmpty: true, isReplying: false })).toBe('editLast');
    expect(press('ArrowUp')).toBeNull();
    expect(press('ArrowUp', { altKey: true }, { isEmpty: true, isReplying: false })).toBeNull();
  });

  it('cancels a reply, and else is left to the page', () => {
    expect(press('Escape', {}, { isEmpty: true, isReplying: true })).toBe('cancelReply');
    expect(press('Escape')).toBeNull();
  });

  it('sets a mark with Ctrl or Cmd, but types a letter alone', () => {
    expect(press('b', { ctrlKey: true })).toEqual({ mark: '**' });
    expect(press('B', { metaKey: true })).toEqual({ mark: '**' });
    expect(press('e', { ctrlKey: true, altKey: true })).toBeNull();
    expect(press('i')).toBeNull();
  });
});

describe('Up in an empty composer', () => {
  const item = (seq: number, change: Parameters<typeof message>[0]) =>
    ({ kind: 'message', key: `${seq}`, message: message({ seq, ...change }) }) as const;

  it("takes the person's last message that can be edited", () => {
    const items = [
      item(1, { senderId: 'u.me' }),
      item(2, { senderId: 'u.me', deletedAt: '2024-03-01T12:00:00Z' }),
      item(3, { senderId: 'u.me', type: 'system' }),
      item(4, { senderId: 'u.bob' }),
    ];
    expect(lastOwnSeq(items, 'u.me')).toBe(1);
    expect(lastOwnSeq(items.slice(1), 'u.me')).toBeNull();
  });
});

describe('stored drafts', () => {
  const draft = { text: 'Hello, ', replyTo: message({ seq: 4 }) };

  it('are read back by their owner only', () => {
    const storage = mapStorage();
    new DraftStorage(storage, 'u.me').write('g.1', draft);
    expect([...new DraftStorage(storage, 'u.me').read()]).toEqual([['g.1', draft]]);
    expect(new DraftStorage(storage, 'u.bob').read().size).toBe(0);
  });

  it('leave nothing when they are empty or erased, and no other item is touched', () => {
    const storage = mapStorage({ 'orleanschat:preferences': '{}' });
    const drafts = new DraftStorage(storage, 'u.me');
    drafts.write('g.1', draft);
    drafts.write('g.2', draft);
    drafts.write('g.1', emptyDraft);
    expect([...drafts.read().keys()]).toEqual(['g.2']);
    drafts.erase();
    expect(storage.length).toBe(1);
  });

  it('that are not understood are none', () => {
    expect(parseDraft('no JSON')).toEqual(emptyDraft);
    expect(parseDraft('{"text":5,"replyTo":"x"}')).toEqual(emptyDraft);
    expect(parseDraft('null')).toEqual(emptyDraft);
  });
});
