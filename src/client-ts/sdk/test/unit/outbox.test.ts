import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '../../src/api/errors.js';
import { memoryOutbox } from '../../src/outbox/outbox-storage.js';
import { openOutbox, Receiver, states, twoTabs } from './receiver.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);

describe('an outbox', () => {
  it('shows a message at once and sends it', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'a');
    expect(states(outbox)).toEqual(['a queued']);
    await pass();
    expect(receiver.contents).toEqual(['a']);
    expect(states(outbox)).toEqual(['a sent']);
  });

  it('sends a conversation in order, one at a time, and others meanwhile', async () => {
    const receiver = new Receiver();
    receiver.held = [];
    const outbox = await openOutbox(receiver);
    ['a', 'b'].forEach((content) => outbox.add('d.1', content));
    outbox.add('d.2', 'other');
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
    ['a', 'b', 'c'].forEach((content) => outbox.add('d.1', content));
    await pass(60_000);
    expect(receiver.contents).toEqual(['a', 'b', 'c']);
    expect(receiver.tries).toEqual(['a', 'a', 'b', 'b', 'b', 'c']);
  });

  it('waits as long as the server asks', async () => {
    const receiver = new Receiver();
    receiver.refusals.set('a', [new ApiError('rate_limited', 'slow down', { retryAfter: 20_000 })]);
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'a');
    await pass(19_999);
    expect(receiver.contents).toEqual([]);
    await pass(1_001);
    expect(receiver.contents).toEqual(['a']);
  });

  it('marks what is refused for good, goes on with the rest, and tries again when told', async () => {
    const receiver = new Receiver();
    receiver.refusals.set('a', [new ApiError('forbidden', 'You cannot write here.')]);
    const outbox = await openOutbox(receiver);
    const refused = outbox.add('d.1', 'a');
    outbox.add('d.1', 'b');
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
    ['a', 'b'].forEach((content) => outbox.add('d.1', content));
    await pass(120_000);
    expect(states(outbox)).toEqual(['a failed', 'b sent']);
  });

  it('keeps messages while there is no connection', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.pause();
    ['a', 'b'].forEach((content) => outbox.add('d.1', content));
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
    outbox.add('d.1', 'a');
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
    ['a', 'b'].forEach((content) => first.add('d.1', content));
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
    const { clientMessageId } = outbox.add('d.1', 'a');
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
    const { clientMessageId } = outbox.add('d.1', 'a');
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
    ['a', 'b', 'c'].forEach((content) => first.add('d.1', content));
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
    outbox.add('d.1', 'a');
    await pass();
    expect(receiver.contents).toEqual(['a']);
  });
});
