import { describe, expect, it } from 'vitest';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { unreadOf } from '../../src/stores/unread-store.js';
import { conversation, me } from './builders.js';

describe('what waits to be read', () => {
  it('is summed up over what is not muted, and told when it changes', () => {
    const inbox = new ConversationsStore(
      () => me,
      () => 0,
      () => {},
      (tell) => tell(),
    );
    const unread = unreadOf(inbox);
    const told: unknown[] = [];
    unread.subscribe((now) => told.push(now));
    inbox.describe(conversation({ id: 'd.1', lastSeq: 3, unreadCount: 3 }));
    inbox.describe(conversation({ id: 'd.2', lastSeq: 9, unreadCount: 2 }));
    inbox.describe(conversation({ id: 'g.1', lastSeq: 9, unreadCount: 7, muted: true }));
    inbox.describe(conversation({ id: 'd.3', lastSeq: 9 }));
    inbox.model('d.1').moveCursors(3, 3);
    expect(told).toEqual([
      { messages: 3, conversations: 1 },
      { messages: 5, conversations: 2 },
      { messages: 2, conversations: 1 },
    ]);
  });
});
