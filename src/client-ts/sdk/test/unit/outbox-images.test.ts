import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '../../src/api/errors.js';
import { memoryOutbox } from '../../src/outbox/outbox-storage.js';
import { openOutbox, Receiver, states, twoTabs } from './receiver.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Blobs are read in tasks of their own, which no clock drives. */
async function pass(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediateOfNode(resolve));
}
const setImmediateOfNode = setImmediate;

const image = { blob: new Blob(['bytes'], { type: 'image/png' }), fileName: 'walk.png', width: 4, height: 3 };

describe('an outbox with an image', () => {
  it('shows it at once, uploads it, sends the message with it, and texts wait for it', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    const entry = outbox.add('d.1', 'look', { image });
    expect(entry).toMatchObject({ image, imageId: null, progress: null, state: 'queued' });
    outbox.add('d.1', 'after');
    await pass();
    expect(receiver.uploads.map(({ picture }) => picture)).toEqual([image]);
    expect(receiver.tries).toEqual([]);
    receiver.uploads[0]?.succeed();
    await pass();
    expect(receiver.contents).toEqual(['look', 'after']);
    expect(receiver.sent[0]).toMatchObject({ type: 'image', imageId: 'i.1', content: 'look' });
  });

  it('tells the progress now and then, and none before and after', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    const told: (number | null)[] = [];
    outbox.entries.subscribe(([entry]) => told.at(-1) !== entry?.progress && told.push(entry?.progress ?? null));
    outbox.add('d.1', '', { image });
    await pass();
    for (let sent = 1; sent <= 100; sent++) {
      receiver.uploads[0]?.progress(sent, 100);
      await vi.advanceTimersByTimeAsync(10);
    }
    receiver.uploads[0]?.succeed();
    await pass();
    expect(told.slice(0, 3)).toEqual([null, 0, expect.closeTo(0.1, 1)]);
    expect(told.length).toBeLessThan(15);
    expect(told.at(-1)).toBeNull();
  });

  it('is not uploaded again when only the send failed', async () => {
    const receiver = new Receiver();
    receiver.lostAnswers.add('look');
    const storage = memoryOutbox();
    const outbox = await openOutbox(receiver, storage);
    outbox.add('d.1', 'look', { image });
    await pass();
    receiver.uploads[0]?.succeed();
    await pass();
    expect((await storage.load())[0]).toMatchObject({ imageId: 'i.1', image });
    await pass(60_000);
    expect(receiver.tries).toEqual(['look', 'look']);
    expect(receiver.contents).toEqual(['look']);
    expect(receiver.uploads).toHaveLength(1);
    expect(await storage.load()).toEqual([]);
  });

  it('begins the upload anew after a loss of the network, which ends the one under way', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'look', { image });
    await pass();
    outbox.pause();
    await pass();
    expect(outbox.entries.get()).toMatchObject([{ state: 'queued', progress: null }]);
    outbox.resume();
    await pass();
    receiver.uploads[1]?.fail(networkError('lost'));
    await pass(60_000);
    receiver.uploads[2]?.succeed();
    await pass();
    expect(receiver.contents).toEqual(['look']);
  });

  it('is taken up by the next page, and sent once by one of two tabs', async () => {
    const receiver = new Receiver();
    const storage = memoryOutbox();
    const browser = twoTabs();
    const killed = await openOutbox(receiver, storage);
    const { clientMessageId } = killed.add('d.1', 'look', { image });
    await pass();
    killed.close();
    await openOutbox(receiver, storage, browser.tab());
    await openOutbox(receiver, storage, browser.tab());
    await pass();
    expect(receiver.uploads).toHaveLength(2);
    receiver.uploads[1]?.succeed();
    await pass();
    expect(receiver.sent.map((message) => message.clientMessageId)).toEqual([clientMessageId]);
  });

  it('is uploaded again, once, when the server has removed what was not shown for a day', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    receiver.refusals.set('look', [networkError('lost')]);
    outbox.add('d.1', 'look', { image });
    await pass();
    receiver.uploads[0]?.succeed();
    await pass();
    receiver.images.clear();
    await pass(60_000);
    expect(receiver.uploads).toHaveLength(2);
    receiver.uploads[1]?.succeed();
    receiver.refusals.set('look', [new ApiError('validation_failed', 'You have no such image. Upload it again.')]);
    await pass();
    expect(states(outbox)).toEqual(['look failed']);
    expect(receiver.uploads).toHaveLength(2);
  });

  it('fails with the reason when it is refused, and the next message goes on', async () => {
    const receiver = new Receiver();
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'look', { image });
    outbox.add('d.1', 'after');
    await pass();
    receiver.uploads[0]?.fail(new ApiError('too_large', 'At most 10 MB.'));
    await pass();
    expect(states(outbox)).toEqual(['look failed', 'after sent']);
    expect(outbox.entries.get()[0]?.failure).toEqual({ code: 'too_large', detail: 'At most 10 MB.' });
  });

  it('is given up when it is discarded: the upload ends, nothing is sent or kept', async () => {
    const receiver = new Receiver();
    const storage = memoryOutbox();
    const outbox = await openOutbox(receiver, storage);
    const { clientMessageId } = outbox.add('d.1', 'look', { image });
    outbox.add('d.1', 'after');
    await pass();
    await outbox.discard(clientMessageId);
    await pass();
    expect(receiver.contents).toEqual(['after']);
    expect(await storage.load()).toEqual([]);
  });

  it('fails when the browser has lost its bytes', async () => {
    const receiver = new Receiver();
    const lost = new Blob(['bytes']);
    lost.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('NotFoundError')) }) as unknown as Blob;
    const outbox = await openOutbox(receiver);
    outbox.add('d.1', 'look', { image: { ...image, blob: lost } });
    await pass();
    expect(states(outbox)).toEqual(['look failed']);
    expect(receiver.uploads).toEqual([]);
  });

  it('agrees with other tabs on what has failed and what is tried again', async () => {
    const receiver = new Receiver();
    const storage = memoryOutbox();
    const browser = twoTabs();
    const [first, second] = [
      await openOutbox(receiver, storage, browser.tab()),
      await openOutbox(receiver, storage, browser.tab()),
    ];
    second.pause();
    const { clientMessageId } = first.add('d.1', 'look', { image });
    await pass();
    receiver.uploads[0]?.fail(new ApiError('too_large', 'At most 10 MB.'));
    await pass();
    expect(states(second)).toEqual(['look failed']);
    first.pause();
    await second.retry(clientMessageId);
    await pass();
    expect(states(first)).toEqual(['look queued']);
  });
});
