import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '../../src/api/errors.js';
import type { Ack, NewMessage } from '../../src/api/types.js';
import { Outbox } from '../../src/outbox/outbox.js';
import type { OutboxStorage } from '../../src/outbox/outbox-storage.js';
import { memoryOutbox } from '../../src/outbox/outbox-storage.js';
import { silentLogger } from '../../src/platform/logger.js';
import type { Tabs } from '../../src/platform/tabs.js';
import { soleTab } from '../../src/platform/tabs.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

/** Takes messages like the server: the same clientMessageId twice is one message. */
class Receiver {
  readonly contents: string[] = [];
  readonly tries: string[] = [];
  readonly #seqs = new Map<string, number>();
  /** What the next tries of a content meet before it is taken. */
  readonly refusals = new Map<string, ApiError[]>();
  /** Takes the message, then loses the answer. */
  readonly lostAnswers = new Set<string>();
  held: (() => void)[] | null = null;

  async take(message: NewMessage): Promise<Ack> {
    this.tries.push(message.content);
    if (this.held !== null) await new Promise<void>((resolve) => this.held?.push(resolve));
    const refusal = this.refusals.get(message.content)?.shift();
    if (refusal !== undefined) throw refusal;
    const duplicate = this.#seqs.has(message.clientMessageId);
    if (!duplicate) {
      this.contents.push(message.content);
      this.#seqs.set(message.clientMessageId, this.contents.length);
    }
    if (this.lostAnswers.delete(message.content)) throw networkError('connection closed');
    const seq = this.#seqs.get(message.clientMessageId) ?? 0;
    return { conversationId: message.conversationId, seq, version: seq, createdAt: '', duplicate };
  }
}

async function openOutbox(receiver: Receiver, storage: OutboxStorage = memoryOutbox(), tabs: Tabs = soleTab) {
  const outbox = new Outbox({
    send: (message) => receiver.take(message),
    acked: () => {},
    tabs,
    now: () => Date.now(),
    random: () => 1,
    logger: silentLogger,
  });
  await outbox.open('u.me', storage);
  outbox.resume();
  return outbox;
}

const states = (outbox: Outbox) => outbox.entries.get().map((entry) => `${entry.content} ${entry.state}`);

describe('an outbox', () => {
  it('shows a message at once and sends it', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'a', null);
    expect(states(outbox)).toEqual(['a queued']);
    await pass();
    expect(receiver.contents).toEqual(['a']);
    expect(states(outbox)).toEqual(['a sent']);
  });

  it('sends a conversation in order, one at a time, and others meanwhile', async () => {
    const receiver = new Receiver();
    receiver.held = [];
    const outbox = await openOutbox(receiver);
    ['a', 'b'].forEach((content) => outbox.add('d.1', content, null));
    outbox.add('d.2', 'other', null);
    await pass();
    expect(receiver.tries).toEqual(['a', 'other']);
    receiver.held.splice(0).forEach((release) => release());
    await pass();
    expect(receiver.tries).toEqual(['a', 'other', 'b']);
  });

  it('repeats with the same id until acknowledged, and later messages wait', async () => {
    const receiver = new Receiver();
    receiver.lostAnswers.add('a');
    receiver.refusals.set('b', [new ApiError('unavailable', 'busy'), networkError('down')]);
    const outbox = await openOutbox(receiver);
    ['a', 'b', 'c'].forEach((content) => outbox.add('d.1', content, null));
    await pass(60_000);
    expect(receiver.contents).toEqual(['a', 'b', 'c']);
    expect(receiver.tries).toEqual(['a', 'a', 'b', 'b', 'b', 'c']);
  });

  it('waits as long as the server asks', async () => {
    const receiver = new Receiver();
    receiver.refusals.set('a', [new ApiError('rate_limited', 'slow down', { retryAfter: 20_000 })]);
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'a', null);
    await pass(19_999);
    expect(receiver.contents).toEqual([]);
    await pass(1_001);
    expect(receiver.contents).toEqual(['a']);
  });

  it('marks what is refused for good, goes on with the rest, and tries again when told', async () => {
    const receiver = new Receiver();
    receiver.refusals.set('a', [new ApiError('forbidden', 'You cannot write here.')]);
    const outbox = await openOutbox(receiver);
    const refused = outbox.add('d.1', 'a', null);
    outbox.add('d.1', 'b', null);
    await pass();
    expect(states(outbox)).toEqual(['a failed', 'b sent']);
    expect(outbox.entries.get()[0]?.failure).toEqual({ code: 'forbidden', detail: 'You cannot write here.' });
    await outbox.retry(refused.clientMessageId);
    expect(receiver.contents).toEqual(['b', 'a']);
  });

  it('gives up a message that the server cannot stomach, after a few tries', async () => {
    const receiver = new Receiver();
    receiver.refusals.set(
      'a',
      Array.from({ length: 9 }, () => new ApiError('unknown', 'fault')),
    );
    const outbox = await openOutbox(receiver);
    ['a', 'b'].forEach((content) => outbox.add('d.1', content, null));
    await pass(120_000);
    expect(states(outbox)).toEqual(['a failed', 'b sent']);
  });

  it('keeps messages while there is no connection', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.pause();
    ['a', 'b'].forEach((content) => outbox.add('d.1', content, null));
    await pass(60_000);
    expect(states(outbox)).toEqual(['a queued', 'b queued']);
    outbox.resume();
    await pass();
    expect(receiver.contents).toEqual(['a', 'b']);
  });

  it('is stored before the first try and forgotten only after the ack', async () => {
    const storage = memoryOutbox();
    const receiver = new Receiver();
    receiver.held = [];
    const outbox = await openOutbox(receiver, storage);
    outbox.add('d.1', 'a', null);
    await pass();
    expect(receiver.tries).toEqual(['a']);
    expect(await storage.load()).toHaveLength(1);
    receiver.held.splice(0).forEach((release) => release());
    await pass();
    expect(await storage.load()).toHaveLength(0);
  });

  it('sends what an earlier page left behind, with the same id', async () => {
    const storage = memoryOutbox();
    const receiver = new Receiver();
    receiver.lostAnswers.add('a');
    const first = await openOutbox(receiver, storage);
    ['a', 'b'].forEach((content) => first.add('d.1', content, null));
    await pass();
    first.close();
    const second = await openOutbox(receiver, storage);
    await pass();
    expect(receiver.contents).toEqual(['a', 'b']);
    expect(states(second)).toEqual(['a sent', 'b sent']);
  });

  it('lets a message go that is discarded', async () => {
    const storage = memoryOutbox();
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver, storage);
    outbox.pause();
    const { clientMessageId } = outbox.add('d.1', 'a', null);
    await outbox.discard(clientMessageId);
    outbox.resume();
    await pass();
    expect(receiver.tries).toEqual([]);
    expect(await storage.load()).toHaveLength(0);
  });

  it('does not send again what the log turns out to hold', async () => {
    const receiver = new Receiver();
    receiver.lostAnswers.add('a');
    const outbox = await openOutbox(receiver);
    const { clientMessageId } = outbox.add('d.1', 'a', null);
    await pass();
    outbox.settle('d.1', (entry) => entry.clientMessageId === clientMessageId);
    await pass(60_000);
    expect(receiver.tries).toEqual(['a']);
    expect(states(outbox)).toEqual([]);
  });

  it('sends from one of two tabs only', async () => {
    const storage = memoryOutbox();
    const receiver = new Receiver();
    const browser = twoTabs();
    const [first, second] = [
      await openOutbox(receiver, storage, browser.tab()),
      await openOutbox(receiver, storage, browser.tab()),
    ];
    first.pause();
    second.pause();
    ['a', 'b', 'c'].forEach((content) => first.add('d.1', content, null));
    await pass();
    expect(states(second)).toEqual(['a queued', 'b queued', 'c queued']);
    first.resume();
    second.resume();
    await pass();
    expect(receiver.tries).toEqual(['a', 'b', 'c']);
  });

  it('sends even when nothing can be stored', async () => {
    const receiver = new Receiver();
    const broken = () => Promise.reject(new Error('quota'));
    const outbox = await openOutbox(receiver, { load: broken, put: broken, remove: broken });
    outbox.add('d.1', 'a', null);
    await pass();
    expect(receiver.contents).toEqual(['a']);
  });
});

/** Tabs with real mutual exclusion and messages, without a browser. */
function twoTabs(): { tab: () => Tabs } {
  const tails = new Map<string, Promise<unknown>>();
  const listeners = new Map<object, Parameters<Tabs['listen']>[0]>();
  return {
    tab: () => {
      const self = {};
      return {
        exclusive: (name, work) => {
          const done = (tails.get(name) ?? Promise.resolve()).then(work);
          tails.set(name, done);
          return done;
        },
        post: (message) => {
          for (const [tab, listener] of listeners) if (tab !== self) listener(message);
        },
        listen: (listener) => {
          listeners.set(self, listener);
          return () => listeners.delete(self);
        },
      };
    },
  };
}
