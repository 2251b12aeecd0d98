import { describe, expect, it, vi } from 'vitest';
import type { HistoryQuery } from '../../src/api/messages-api.js';
import type { Message } from '../../src/api/types.js';
import { ConversationModel } from '../../src/stores/conversation-model.js';
import { Store } from '../../src/stores/store.js';
import { TimelineStore } from '../../src/stores/timeline-store.js';
import { HistoryLoader } from '../../src/sync/history-loader.js';
import { conversation, conversationId, me, message } from './builders.js';

/** A conversation of so many messages, one a second, of which the person sees those from `start`. */
function open(lastSeq: number, start = 1) {
  const queries: HistoryQuery[] = [];
  const one = (seq: number): Message => message({ seq, createdAt: new Date(seq * 1_000).toISOString() });
  let held: Promise<void> | null = null;
  /** The next query is answered when the caller says so. */
  const hold = () => {
    let answer = () => {};
    held = new Promise((resolve) => (answer = resolve));
    return answer;
  };
  const history = async (_id: string, query: HistoryQuery) => {
    queries.push(query);
    const wait = held;
    held = null;
    await wait;
    const limit = query.limit ?? 50;
    const middle = query.around === undefined ? lastSeq - limit + 1 : query.around - Math.floor(limit / 2);
    const wanted = query.after ?? (query.before === undefined ? middle - 1 : query.before - limit - 1);
    const from = Math.max(start, wanted + 1);
    const to = Math.min(lastSeq, Math.max(wanted, start - 1) + limit);
    const items = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => one(from + index));
    return { items, hasBefore: from > start, hasAfter: to < lastSeq };
  };
  const model = new ConversationModel(conversationId, () => me);
  model.describe(conversation({ lastSeq, version: lastSeq }));
  const timeline = new TimelineStore(model, new Store([]), () => me);
  const loader = new HistoryLoader({ history, seen: () => {} });
  const bounds = () => {
    const seqs = timeline.get().items.map((item) => (item.kind === 'message' ? item.message.seq : 0));
    return [seqs[0], seqs.at(-1)];
  };
  return { model, timeline, loader, queries, bounds, hold };
}

describe('a history loader', () => {
  it('asks for a page at a time, once, and not for what is held', async () => {
    const { model, timeline, loader, queries, bounds } = open(120);
    await loader.newest(model, timeline);
    await Promise.all([loader.before(model, timeline), loader.before(model, timeline)]);
    expect(bounds()).toEqual([21, 120]);
    expect(queries).toEqual([{}, { before: 71 }]);
    await loader.around(model, timeline, 60);
    await loader.before(model, timeline);
    expect(queries).toEqual([{}, { before: 71 }, { before: 21 }]);
    expect(timeline.get().hasBefore).toBe(false);
  });

  it('shows a message with what is around it, also when it is held by itself', async () => {
    const { model, timeline, loader, bounds } = open(1_000);
    await loader.each(model, [500]);
    await loader.around(model, timeline, 500);
    expect(bounds()).toEqual([475, 524]);
    await loader.after(model, timeline);
    expect(bounds()).toEqual([475, 574]);
  });

  it('shows what was asked for last, though it is answered first', async () => {
    const { model, timeline, loader, bounds, hold } = open(1_000);
    await loader.newest(model, timeline);
    const answer = hold();
    const around = loader.around(model, timeline, 100);
    await loader.newest(model, timeline);
    answer();
    await around;
    expect(bounds()).toEqual([951, 1_000]);

    const later = hold();
    const newest = loader.newest(model, timeline);
    await loader.around(model, timeline, 500);
    later();
    await newest;
    expect(bounds()).toEqual([475, 524]);
  });

  it('finds a time among 100,000 messages with a few reads', async () => {
    const { model, timeline, loader, queries } = open(100_000);
    expect(await loader.at(model, timeline, 12_344_001)).toBe(12_345);
    expect(queries.length).toBeLessThanOrEqual(18);
    expect(timeline.get().items.some((item) => item.kind === 'message' && item.message.seq === 12_345)).toBe(true);
  });

  it('shows the first messages for a time before all, and the newest for one after all', async () => {
    const { model, timeline, loader, bounds } = open(1_000, 300);
    expect(await loader.at(model, timeline, 0)).toBe(300);
    expect(bounds()[0]).toBe(300);
    expect(await loader.at(model, timeline, 9_999_999)).toBeNull();
    expect(bounds()[1]).toBe(1_000);
  });

  it('finds nothing where nothing was written', async () => {
    const { model, timeline, loader } = open(0);
    expect(await loader.at(model, timeline, 1)).toBeNull();
    expect(timeline.get()).toMatchObject({ loaded: true, items: [] });
  });

  it('shows the oldest messages that the person may see', async () => {
    const { model, timeline, loader, queries, bounds } = open(1_000, 301);
    await loader.newest(model, timeline);
    await loader.oldest(model, timeline);
    expect(queries).toEqual([{}, { after: 0 }]);
    expect(bounds()).toEqual([301, 350]);
    expect([timeline.get().hasBefore, timeline.get().hasAfter]).toEqual([false, true]);
  });

  it('holds a bounded part of a long conversation, and reads again what it has forgotten', async () => {
    const { model, timeline, loader, bounds } = open(20_000);
    timeline.subscribe(() => {});
    await loader.newest(model, timeline);
    while (timeline.get().hasBefore) await loader.before(model, timeline);
    expect(bounds()[0]).toBe(1);
    expect(model.log.size).toBeLessThanOrEqual(5_000);
    expect(model.log.newest).toBe(20_000);
    while (timeline.get().hasAfter) await loader.after(model, timeline);
    expect(bounds()[1]).toBe(20_000);
    expect(timeline.get().items).toHaveLength((bounds()[1] ?? 0) - (bounds()[0] ?? 0) + 1);
    expect(model.log.size).toBeLessThanOrEqual(5_000);
  });

  it('forgets nothing while it reads, for what it reads may be older', async () => {
    const { model, timeline, loader } = open(20_000);
    timeline.subscribe(() => {});
    await loader.newest(model, timeline);
    for (let page = 0; page < 60; page++) await loader.before(model, timeline);
    const { size } = model.log;
    const reading = loader.each(model, [5]);
    model.log.upsert([message({ seq: 7, version: 30_000, content: 'Changed just now' })]);
    for (let seq = 8_000; seq < 11_000; seq++) model.log.upsert([message({ seq, version: seq })]);
    loader.tidy(model, timeline);
    expect(model.log.size).toBeGreaterThan(size + 3_000);
    await reading;
    loader.tidy(model, timeline);
    expect(model.log.size).toBeLessThanOrEqual(5_000);
  });

  it('keeps of a conversation that nobody looks at the newest messages, and what is unread', async () => {
    const { model, timeline, loader, bounds } = open(20_000);
    const leave = timeline.subscribe(() => {});
    await loader.around(model, timeline, 9_000);
    for (let page = 0; page < 40; page++) await loader.before(model, timeline);
    expect(timeline.get().hasAfter).toBe(true);
    leave();
    await vi.waitFor(() => expect(timeline.isWatched).toBe(false));
    await loader.newest(model, timeline);
    expect(bounds()).toEqual([19_951, 20_000]);
    loader.tidy(model, timeline);
    expect(model.log.size).toBeLessThanOrEqual(1_000);

    for (let seq = 20_001; seq <= 24_000; seq++) {
      model.apply(message({ seq, version: seq, senderId: 'u.other' }));
      loader.tidy(model, timeline);
    }
    expect(model.log.size).toBeLessThanOrEqual(3_100);
    expect(model.view.get()?.unreadCount).toBe(1_000);
  });
});
