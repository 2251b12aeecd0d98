import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../../src/outbox/outbox-storage.js';
import { indexedDbStorage } from '../../src/platform/indexed-db.js';
import { uuid } from '../../src/platform/uuid.js';
import { user } from './builders.js';

const entry = (content: string, order: number): StoredEntry => ({
  clientMessageId: uuid(),
  conversationId: 'd.1',
  content,
  replyTo: null,
  createdAt: '2024-01-01T00:00:00Z',
  order,
  failure: null,
});

const contents = async (storage: { load(): Promise<readonly StoredEntry[]> }) =>
  (await storage.load()).map((one) => one.content);

describe('IndexedDB', () => {
  it("keeps each person's messages in order over page loads", async () => {
    const name = uuid();
    const mine = indexedDbStorage(name).outbox('u.me');
    await mine.put(entry('second', 2));
    await mine.put(entry('first', 1));
    await indexedDbStorage(name).outbox('u.other').put(entry('not mine', 1));
    expect(await contents(indexedDbStorage(name).outbox('u.me'))).toEqual(['first', 'second']);
  });

  it('overwrites and removes by clientMessageId', async () => {
    const outbox = indexedDbStorage(uuid()).outbox('u.me');
    const [kept, removed] = [entry('kept', 1), entry('removed', 2)];
    await outbox.put(kept);
    await outbox.put(removed);
    await outbox.put({ ...kept, failure: { code: 'forbidden', detail: 'No.' } });
    await outbox.remove(removed.clientMessageId);
    expect(await outbox.load()).toMatchObject([{ content: 'kept', failure: { code: 'forbidden' } }]);
  });

  it('keeps an image with its message, and as long', async () => {
    const outbox = indexedDbStorage(uuid()).outbox('u.me');
    const image = { blob: new Blob(['bytes'], { type: 'image/png' }), fileName: 'walk.png', width: 4, height: 3 };
    const waiting = { ...entry('look', 1), image };
    await outbox.put(waiting);
    const [stored] = await outbox.load();
    expect(stored).toMatchObject({ image: { fileName: 'walk.png', width: 4, height: 3 } });
    expect(stored?.image?.blob.type).toBe('image/png');
    expect(await stored?.image?.blob.text()).toBe('bytes');
    await outbox.remove(waiting.clientMessageId);
    expect(await outbox.load()).toEqual([]);
  });

  it('lets a newer client in another tab change the database', async () => {
    const name = uuid();
    const old = indexedDbStorage(name);
    await old.outbox('u.me').put(entry('waiting', 1));
    const newer = await openDB(name, 2);
    expect(newer.version).toBe(2);
    newer.close();
  });

  it("keeps one person's cache, and removes what somebody else has left", async () => {
    const storage = indexedDbStorage(uuid());
    const change = { removed: [], removedUsers: [], conversations: [], contacts: null };
    for (const id of ['u.a', 'u.me', 'u.z']) await storage.cache(id).write({ ...change, users: [user(id)] });
    expect((await storage.cache('u.me').load()).users).toEqual([user('u.me')]);
    for (const id of ['u.a', 'u.z']) expect((await storage.cache(id).load()).users).toEqual([]);
  });

  it('keeps the session until it is cleared', async () => {
    const name = uuid();
    const session = { user: user('u.me'), refreshToken: null, refreshRequestId: 'r' };
    expect(await indexedDbStorage(name).session.load()).toBeNull();
    await indexedDbStorage(name).session.save(session);
    expect(await indexedDbStorage(name).session.load()).toEqual(session);
    await indexedDbStorage(name).session.clear();
    expect(await indexedDbStorage(name).session.load()).toBeNull();
  });
});
