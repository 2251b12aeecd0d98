import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../../src/outbox/outbox-entry.js';
import { ConversationModel } from '../../src/stores/conversation-model.js';
import { Store } from '../../src/stores/store.js';
import { TimelineStore } from '../../src/stores/timeline-store.js';
import { conversation, conversationId, me, message } from './builders.js';

function entry(clientMessageId: string, change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    clientMessageId,
    conversationId,
    content: clientMessageId,
    replyTo: null,
    imageId: null,
    image: null,
    progress: null,
    createdAt: '2024-01-01T00:00:00Z',
    order: 1,
    failure: null,
    state: 'queued',
    ack: null,
    ...change,
  };
}

function open(lastSeq: number) {
  const model = new ConversationModel(conversationId, () => me);
  const outbox = new Store<readonly OutboxEntry[]>([]);
  model.describe(conversation({ lastSeq, version: lastSeq }));
  return { model, outbox, timeline: new TimelineStore(model, outbox, () => me) };
}

const shown = (timeline: TimelineStore) =>
  timeline.get().items.map((item) => (item.kind === 'message' ? item.message.seq : item.entry.clientMessageId));

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message({ seq: from + index }));

describe('a timeline', () => {
  it('is loaded from the start when there is nothing to load', () => {
    expect(open(0).timeline.get()).toEqual({ loaded: true, items: [], hasBefore: false, hasAfter: false });
  });

  it('is not loaded by a change of an old message alone', () => {
    const { model, timeline } = open(100);
    model.apply(message({ seq: 5, version: 101 }));
    expect(timeline.get()).toMatchObject({ loaded: false, items: [], hasBefore: true });
  });

  it('shows unsent messages last, and each once under one key until it is in the log', () => {
    const { model, outbox, timeline } = open(1);
    model.applyHistory(range(1, 1));
    outbox.set([entry('mine')]);
    expect(shown(timeline)).toEqual([1, 'mine']);
    const key = timeline.get().items[1]?.key;
    model.apply(message({ seq: 2, senderId: me, clientMessageId: 'mine' }));
    expect(shown(timeline)).toEqual([1, 2]);
    expect(timeline.get().items[1]?.key).toBe(key);
  });

  it('keeps an acknowledged message until the log has reached it', () => {
    const { model, outbox, timeline } = open(1);
    model.applyHistory(range(1, 1));
    outbox.set([
      entry('mine', { state: 'sent', ack: { conversationId, seq: 3, version: 3, createdAt: '', duplicate: false } }),
    ]);
    model.apply(message({ seq: 2 }));
    expect(shown(timeline)).toEqual([1, 2, 'mine']);
    model.apply(message({ seq: 3, senderId: me, clientMessageId: 'mine' }));
    expect(shown(timeline)).toEqual([1, 2, 3]);
  });

  it('does not show a message beyond a gap before the gap is filled', () => {
    const { model, timeline } = open(2);
    model.applyHistory(range(1, 2));
    model.apply(message({ seq: 5 }));
    expect(shown(timeline)).toEqual([1, 2]);
    range(3, 4).forEach((one) => model.apply(one));
    expect(shown(timeline)).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows an older stretch without what is unsent, and joins the newest when they meet', () => {
    const { model, outbox, timeline } = open(30);
    outbox.set([entry('mine')]);
    model.applyHistory(range(25, 30));
    model.applyHistory(range(10, 12));
    timeline.showAround(11);
    expect(shown(timeline)).toEqual([10, 11, 12]);
    expect(timeline.get()).toMatchObject({ hasBefore: true, hasAfter: true });
    model.applyHistory(range(13, 24));
    void timeline.growEnd();
    expect(timeline.get()).toMatchObject({ hasBefore: true, hasAfter: false });
    expect(shown(timeline).at(-1)).toBe('mine');
  });
});

describe('a long timeline', () => {
  const bounds = (timeline: TimelineStore) => [shown(timeline)[0], shown(timeline).at(-1)];

  /** At the newest of 3,000 messages, all of them held. */
  function openLong() {
    const opened = open(3_000);
    opened.model.applyHistory(range(1, 3_000));
    const sizes: number[] = [];
    opened.timeline.subscribe(({ items }) => sizes.push(items.length));
    return { ...opened, sizes };
  }

  it('begins with a page and shows at most 1,000 messages, whichever way one scrolls', async () => {
    const { timeline, sizes } = openLong();
    expect(bounds(timeline)).toEqual([2_951, 3_000]);
    while (timeline.get().hasBefore) await timeline.growStart();
    expect(bounds(timeline)).toEqual([1, 950]);
    expect(timeline.get().hasAfter).toBe(true);
    while (timeline.get().hasAfter) await timeline.growEnd();
    expect(bounds(timeline)).toEqual([2_051, 3_000]);
    expect(timeline.get().hasBefore).toBe(true);
    expect(Math.max(...sizes)).toBe(1_000);
  });

  it('grows at one end and is trimmed at the other one change later', async () => {
    const { timeline } = openLong();
    for (let pages = 0; pages < 18; pages++) await timeline.growStart();
    const changes: unknown[] = [];
    timeline.subscribe(() => changes.push(bounds(timeline)));
    await timeline.growStart();
    expect(bounds(timeline)).toEqual([2_001, 2_950]);
    expect(changes).toEqual([
      [2_001, 3_000],
      [2_001, 2_950],
    ]);
  });

  it('follows what is written while the person is at the newest messages only', async () => {
    const { model, timeline, sizes } = openLong();
    for (let seq = 3_001; seq <= 4_200; seq++) {
      model.apply(message({ seq }));
      await Promise.resolve();
    }
    expect(shown(timeline).at(-1)).toBe(4_200);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000);
    timeline.showAround(100);
    model.apply(message({ seq: 4_201 }));
    expect(bounds(timeline)).toEqual([50, 150]);
    timeline.showNewest();
    expect(bounds(timeline)).toEqual([4_152, 4_201]);
  });

  it('keeps an item as it is while its message does not change, and tells nothing when nothing has changed', () => {
    const { model, timeline, sizes } = openLong();
    const before = timeline.get().items;
    model.apply(message({ seq: 2_960, version: 3_001, content: 'edited' }));
    const after = timeline.get().items;
    expect(after.filter((item, index) => item !== before[index])).toMatchObject([{ message: { content: 'edited' } }]);
    model.moveCursors(3_000, 3_000);
    model.apply(message({ seq: 5, version: 3_002 }));
    expect(sizes).toEqual([50]);
  });
});

describe('the unread count', () => {
  it('counts what others write, and nothing of the system or of oneself', () => {
    const { model } = open(0);
    model.apply(message({ seq: 1 }));
    model.apply(message({ seq: 2, type: 'system' }));
    model.apply(message({ seq: 3 }));
    expect(model.view.get()?.unreadCount).toBe(2);
    model.apply(message({ seq: 4, senderId: me }));
    expect(model.view.get()?.unreadCount).toBe(0);
  });

  it('falls when an unread message is deleted or read', () => {
    const { model } = open(0);
    range(1, 3).forEach((one) => model.apply(one));
    model.apply(message({ seq: 2, version: 4, content: '', deletedAt: '2024-01-01T00:00:00Z' }));
    expect(model.view.get()?.unreadCount).toBe(2);
    model.moveCursors(1, 1);
    expect(model.view.get()?.unreadCount).toBe(1);
  });

  it('starts from what the server counted', () => {
    const model = new ConversationModel(conversationId, () => me);
    model.describe(conversation({ lastSeq: 40, version: 50, readSeq: 30, unreadCount: 7 }));
    model.apply(message({ seq: 41, version: 51 }));
    expect(model.view.get()?.unreadCount).toBe(8);
    model.apply(message({ seq: 35, version: 52, deletedAt: '2024-01-01T00:00:00Z' }));
    expect(model.view.get()?.unreadCount).toBe(7);
    model.moveCursors(40, 40);
    expect(model.view.get()?.unreadCount).toBe(1);
  });

  it('ignores a description that is older than the last', () => {
    const { model } = open(5);
    model.describe(conversation({ lastSeq: 3, version: 3, unreadCount: 3 }));
    expect(model.view.get()).toMatchObject({ lastSeq: 5, unreadCount: 0 });
  });
});
