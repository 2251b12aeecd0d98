import type { DBSchema, IDBPDatabase } from 'idb';
import { indexedDbCaches } from '../cache/indexed-db-cache.js';
import type { OutboxStorage, StoredEntry } from '../outbox/outbox-storage.js';
import { byOrder } from '../outbox/outbox-storage.js';
import { lazyDatabase } from './lazy-database.js';
import type { ClientStorage, SessionStorage, StoredSession } from './storage.js';

interface Schema extends DBSchema {
  session: { key: 'current'; value: StoredSession };
  outbox: { key: string; value: StoredEntry & { userId: string }; indexes: { byUser: string } };
}

/** IndexedDB: survives a closed tab and a killed browser, and is shared by the tabs of an origin. */
export function indexedDbStorage(name: string): ClientStorage {
  const database = lazyDatabase<Schema>(name, 1, (created) => {
    created.createObjectStore('session');
    created.createObjectStore('outbox', { keyPath: 'clientMessageId' }).createIndex('byUser', 'userId');
  });
  return {
    session: sessionStorage(database),
    outbox: (userId) => outboxStorage(database, userId),
    cache: indexedDbCaches(name),
  };
}

type Database = () => Promise<IDBPDatabase<Schema>>;

function sessionStorage(database: Database): SessionStorage {
  return {
    load: async () => (await (await database()).get('session', 'current')) ?? null,
    save: async (session) => {
      await (await database()).put('session', session, 'current');
    },
    clear: async () => (await database()).delete('session', 'current'),
  };
}

function outboxStorage(database: Database, userId: string): OutboxStorage {
  return {
    load: async () => (await (await database()).getAllFromIndex('outbox', 'byUser', userId)).sort(byOrder),
    put: async (entry) => {
      const transaction = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put({ ...entry, userId }), transaction.done]);
    },
    remove: async (clientMessageId) => (await database()).delete('outbox', clientMessageId),
  };
}
