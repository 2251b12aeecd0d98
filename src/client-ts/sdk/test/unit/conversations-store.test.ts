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

  it('tells of a burst of changes once, and is up to date for who asks meanwhile', () => {
    const waiting: (() => void)[] = [];
    const store = new ConversationsStore(
      () => me,
      () => 0,
      () => {},
      (tell) => waiting.push(tell),
    );
    const runWaiting = () => waiting.splice(0).forEach((tell) => tell());
    const told: string[][] = [];
    store.subscribe(({ items }) => told.push(items.map(({ id }) => id)));
    for (const id of ['a', 'b', 'c']) store.describe(conversation({ id, lastSeq: 1, version: 1, lastMessage: at(id, 1_000) }));
    runWaiting();
    for (let seq = 2; seq < 50; seq++) {
      const id = seq % 2 === 0 ? 'b' : 'c';
      store.model(id).apply(message({ conversationId: id, seq, version: seq, createdAt: new Date(seq * 1_000).toISOString() }));
    }
    expect(store.get().items.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(told).toHaveLength(1);
    runWaiting();
    expect(told).toEqual([expect.anything(), ['c', 'b', 'a']]);
    expect(waiting).toEqual([]);
  });
});
