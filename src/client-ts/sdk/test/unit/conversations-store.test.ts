import { describe, expect, it } from 'vitest';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { conversation, me, message } from './builders.js';

const at = (id: string, time: number) =>
  message({ conversationId: id, seq: 1, createdAt: new Date(time).toISOString() });

describe('the inbox', () => {
  it('has the newest activity first; a conversation without messages is as old as its appearing', () => {
    let now = 5_000;
    const store = new ConversationsStore(
      () => me,
      () => now,
      () => {},
    );
    const order = () => store.get().items.map(({ id }) => id);
    store.describe(conversation({ id: 'empty' }));
    store.describe(conversation({ id: 'old', lastSeq: 1, version: 1, lastMessage: at('old', 1_000) }));
    store.setLoaded();
    store.describe(conversation({ id: 'new', lastSeq: 1, version: 1, lastMessage: at('new', 4_000) }));
    store.describe(conversation({ id: 'just made' }));
    // Described again, as by every sync of a new connection.
    now = 9_000;
    store.describe(conversation({ id: 'empty' }));
    store.describe(conversation({ id: 'just made' }));
    expect(order()).toEqual(['just made', 'new', 'old', 'empty']);
    store.model('old').apply(message({ conversationId: 'old', seq: 2, createdAt: new Date(9_500).toISOString() }));
    expect(order()[0]).toBe('old');
  });
});
