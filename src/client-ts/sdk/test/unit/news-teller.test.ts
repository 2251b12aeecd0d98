import { describe, expect, it } from 'vitest';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import type { News } from '../../src/sync/news-teller.js';
import { NewsTeller } from '../../src/sync/news-teller.js';
import { conversation, conversationId as id, me, message } from './builders.js';

function open() {
  const teller = new NewsTeller(() => me);
  const conversations = new ConversationsStore(
    () => me,
    () => 0,
    (model) => teller.look(model),
  );
  const told: News[] = [];
  teller.listen((news) => told.push(news));
  return { teller, conversations, model: conversations.model(id), told, seqs: () => told.map((news) => news.message.seq) };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message({ seq: from + index }));

describe('news', () => {
  it('are what others write after the first load, each once, with the conversation and whether one is meant', () => {
    const { teller, model, told, seqs } = open();
    model.describe(conversation({ lastSeq: 5, version: 5, unreadCount: 3, lastMessage: message({ seq: 5 }) }));
    teller.begin();
    model.apply(message({ seq: 6, mentions: [me] }));
    model.apply(message({ seq: 6 }));
    model.apply(message({ seq: 6, version: 7, content: 'edited' }));
    model.apply(message({ seq: 7, version: 8 }));
    expect(seqs()).toEqual([6, 7]);
    expect(told.map(({ mentionsMe }) => mentionsMe)).toEqual([true, false]);
    expect(told[0]?.conversation).toMatchObject({ id, lastSeq: 6, unreadCount: 4 });
  });

  it('are nothing of oneself or the system, nothing deleted, and nothing that was read elsewhere', () => {
    const { model, seqs } = open();
    model.describe(conversation());
    model.apply(message({ seq: 1, senderId: me }));
    model.apply(message({ seq: 2, type: 'system' }));
    model.apply(message({ seq: 3, deletedAt: '2024-01-01T00:00:00Z' }));
    model.moveCursors(4, 4);
    model.apply(message({ seq: 4 }));
    expect(seqs()).toEqual([]);
  });

  it('come in order, when a gap is filled', () => {
    const { model, seqs } = open();
    model.describe(conversation({ lastSeq: 5, version: 5 }));
    model.apply(message({ seq: 8 }));
    expect(seqs()).toEqual([]);
    // A description of all of them comes first, as in the answer of a sync.
    model.describe(conversation({ lastSeq: 9, version: 9, unreadCount: 4, lastMessage: message({ seq: 9 }) }));
    expect(seqs()).toEqual([]);
    model.applyChanges({ conversationId: id, messages: range(6, 9), version: 9, reset: false, more: false });
    expect(seqs()).toEqual([6, 7, 8, 9]);
  });

  it('are the newest only, when too many were missed', () => {
    const { model, seqs } = open();
    model.describe(conversation({ lastSeq: 5, version: 5 }));
    model.describe(conversation({ lastSeq: 900, version: 900, unreadCount: 895 }));
    model.applyChanges({ conversationId: id, messages: range(898, 900), version: 900, reset: true, more: false });
    model.applyHistory(range(880, 897));
    expect(seqs()).toEqual([898, 899, 900]);
  });

  it('are the newest of what is unread in a conversation that appears later, not what is read or loaded of it', () => {
    const { teller, model, conversations, seqs } = open();
    teller.begin();
    model.describe(conversation({ lastSeq: 9, version: 9, unreadCount: 2, lastMessage: message({ seq: 9 }) }));
    model.applyHistory(range(1, 8));
    const read = { id: 'g.1', lastSeq: 4, version: 4, readSeq: 4 };
    conversations.describe(conversation({ ...read, lastMessage: message({ conversationId: 'g.1', seq: 4 }) }));
    expect(seqs()).toEqual([9]);
  });
});
