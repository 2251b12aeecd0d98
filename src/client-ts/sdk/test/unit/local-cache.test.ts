import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cached, CacheStorage } from '../../src/cache/cache-storage.js';
import { memoryCache } from '../../src/cache/cache-storage.js';
import { LocalCache } from '../../src/cache/local-cache.js';
import { indexedDbStorage } from '../../src/platform/indexed-db.js';
import { silentLogger } from '../../src/platform/logger.js';
import { uuid } from '../../src/platform/uuid.js';
import { ContactsStore } from '../../src/stores/contacts-store.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { UsersStore } from '../../src/stores/users-store.js';
import { contact, conversation, conversationId as id, me, message, user } from './builders.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message({ seq: from + index }));

/** What a client keeps, and what it warned of. */
async function open(storage: CacheStorage) {
  const warnings: string[] = [];
  const stores = {
    conversations: new ConversationsStore(
      () => me,
      () => 0,
      (model) => cache.note(model),
    ),
    users: new UsersStore((wanted) => Promise.resolve({ ...user(wanted), displayName: 'fresh' }), silentLogger),
    contacts: new ContactsStore(),
  };
  const cache: LocalCache = new LocalCache(stores, { ...silentLogger, warn: (text) => warnings.push(text) });
  const found = await cache.open(storage);
  return { ...stores, cache, found, warnings, model: stores.conversations.model(id) };
}

/** A client that knows a conversation of so many messages, all of them read from the server. */
async function knowing(count: number, storage: CacheStorage) {
  const client = await open(storage);
  const lastMessage = message({ seq: count });
  client.model.describe(conversation({ lastSeq: count, version: count, unreadCount: 2, lastMessage }));
  client.model.applyHistory(range(1, count));
  return client;
}

const seqs = ({ conversations }: Cached) => conversations.map(({ messages }) => [messages[0]?.seq, messages.at(-1)?.seq]);

describe.each([
  ['memory', () => memoryCache()],
  ['IndexedDB', () => indexedDbStorage(uuid()).cache(me)],
])('a cache in %s', (_name, create) => {
  it('keeps the profiles seen last, as many as a client does', async () => {
    const storage = create();
    const first = await open(storage);
    const named = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => user(`u.${from + index}`));
    first.users.add(named(0, 1_500));
    await first.cache.flush();
    first.users.add(named(0, 1));
    first.users.add(named(1_500, 2_600));
    expect([...first.users.get().keys()]).toEqual(expect.arrayContaining(['u.0', 'u.601', 'u.2599']));
    expect(first.users.get().has('u.600')).toBe(false);
    await first.cache.flush();
    const kept = (await storage.load()).users.map((one) => one.id);
    expect(new Set(kept)).toEqual(new Set(first.users.get().keys()));
    expect(kept).toHaveLength(2_000);
    // What was forgotten is loaded where it is shown again.
    first.users.request('u.600');
    await vi.waitFor(() => expect(first.users.get().get('u.600')?.displayName).toBe('fresh'));
  });

  it('gives the next client what this one knew, before any connection', async () => {
    const storage = create();
    const first = await knowing(120, storage);
    first.contacts.apply(contact('u.1'));
    first.users.add([{ ...user('u.2'), displayName: 'Ann', online: true }]);
    await first.cache.flush();

    const next = await open(storage);
    expect(next.found).toBe(true);
    expect(next.conversations.get()).toEqual({ loaded: true, items: [first.model.view.get()] });
    expect(next.model.version).toBe(120);
    expect(seqs(await storage.load())).toEqual([[71, 120]]);
    expect(next.model.log.get(71)).toEqual(message({ seq: 71 }));
    expect([...next.contacts.get().keys()]).toEqual(['u.1']);
    expect(next.users.get().get('u.2')).toMatchObject({ displayName: 'Ann', online: null });
  });

  it('finds nothing the first time, and nothing of somebody else', async () => {
    const storage = create();
    expect((await open(storage)).found).toBe(false);
    expect((await open(storage)).conversations.get().loaded).toBe(false);
  });

  it('keeps of a conversation the state of the highest version, whichever tab writes last', async () => {
    const storage = create();
    const [ahead, behind] = [await knowing(10, storage), await knowing(10, storage)];
    ahead.model.apply(message({ seq: 11 }));
    await ahead.cache.flush();
    await behind.cache.flush();
    const [kept] = (await storage.load()).conversations;
    expect(kept).toMatchObject({ version: 11, conversation: { lastSeq: 11 } });
    expect(kept?.messages).toHaveLength(11);
  });

  it('keeps no state in which a change is missing', async () => {
    const storage = create();
    const client = await knowing(10, storage);
    await client.cache.flush();
    client.model.apply(message({ seq: 13 }));
    await client.cache.flush();
    expect((await storage.load()).conversations).toMatchObject([{ version: 10, conversation: { lastSeq: 10 } }]);
  });

  it('forgets what was removed, and everything when the person signs out', async () => {
    const storage = create();
    const client = await knowing(3, storage);
    client.conversations.describe(conversation({ id: 'g.1', kind: 'group', peer: null }));
    await client.cache.flush();
    client.conversations.remove('g.1');
    await client.cache.flush();
    expect((await storage.load()).conversations.map((one) => one.conversation.id)).toEqual([id]);
    client.model.apply(message({ seq: 4 }));
    client.cache.erase();
    await client.cache.flush();
    expect(await storage.load()).toEqual({ conversations: [], users: [], contacts: [] });
  });

  it('keeps messages of the 200 most recent conversations, and what the inbox shows of all', async () => {
    const storage = create();
    const client = await open(storage);
    for (let number = 1; number <= 203; number++) {
      const lastMessage = message({ conversationId: `d.${number}`, seq: number });
      client.conversations.describe(conversation({ id: `d.${number}`, lastSeq: number, version: number, lastMessage }));
    }
    await client.cache.flush();
    const { conversations } = await storage.load();
    expect(conversations).toHaveLength(203);
    expect(conversations.filter(({ messages }) => messages.length > 0)).toHaveLength(200);
  });
});

describe('a cache', () => {
  it('writes with the next change what it could not write', async () => {
    const storage = memoryCache();
    const client = await knowing(3, storage);
    client.contacts.apply(contact('u.1'));
    client.users.add([user('u.2')]);
    vi.spyOn(storage, 'write').mockRejectedValueOnce(new Error('no room'));
    await client.cache.flush();
    expect(client.warnings).toHaveLength(1);
    client.users.add([user('u.3')]);
    await client.cache.flush();
    const { conversations, users, contacts } = await storage.load();
    expect([conversations.length, contacts.length]).toEqual([1, 1]);
    expect(users.map(({ id: known }) => known)).toEqual(expect.arrayContaining(['u.2', 'u.3']));
  });

  it('writes once a second at most, and nothing when nothing has changed', async () => {
    const storage = memoryCache();
    const write = vi.spyOn(storage, 'write');
    const client = await knowing(3, storage);
    await vi.advanceTimersByTimeAsync(999);
    expect(write).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(write).toHaveBeenCalledOnce();
    client.model.describe(conversation({ lastSeq: 3, version: 3, unreadCount: 2, lastMessage: message({ seq: 3 }) }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(write).toHaveBeenCalledOnce();
  });

  it('does not overwrite what came while it was read', async () => {
    const storage = memoryCache();
    await (await knowing(3, storage)).cache.flush();
    let release = () => {};
    const slow: CacheStorage = {
      ...storage,
      load: () => new Promise((resolve) => (release = () => resolve(storage.load()))),
    };
    const opening = open(slow);
    await Promise.resolve();
    release();
    const pushed = await opening;
    pushed.model.apply(message({ seq: 2, version: 4, content: 'edited' }));
    expect(pushed.model.log.get(2)?.content).toBe('edited');
    pushed.model.restore({ conversation: conversation(), version: 1, messages: [] });
    expect(pushed.model.version).toBe(4);
  });

  it('reads profiles anew that an earlier client knew, and shows them meanwhile', async () => {
    const storage = memoryCache();
    const first = await knowing(1, storage);
    first.users.add([user('u.2')]);
    await first.cache.flush();
    const next = await open(storage);
    next.users.request('u.2');
    expect(next.users.get().get('u.2')?.displayName).toBe('u.2');
    await vi.advanceTimersByTimeAsync(0);
    expect(next.users.get().get('u.2')?.displayName).toBe('fresh');
  });

  it.each([
    ['cannot be read', () => Promise.reject(new Error('no disk'))],
    ['is damaged', () => Promise.resolve({ conversations: [{ version: 3 }], users: [], contacts: [] } as unknown as Cached)],
  ])('that %s costs a warning and nothing else', async (_what, load) => {
    const storage = { ...memoryCache(), load };
    const clear = vi.spyOn(storage, 'clear');
    const client = await open(storage);
    expect(client).toMatchObject({ found: false, warnings: [expect.any(String)] });
    expect(client.conversations.get()).toEqual({ loaded: false, items: [] });
    client.model.describe(conversation({ lastSeq: 1, version: 1 }));
    await client.cache.flush();
    expect(client.warnings).toHaveLength(1);
    expect(clear.mock.calls.length).toBe(_what === 'is damaged' ? 1 : 0);
  });

  it('is not waited for when it takes too long', async () => {
    const opening = open({ ...memoryCache(), load: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await opening).toMatchObject({ found: false, warnings: [expect.any(String)] });
  });
});
