import type { User } from '../api/types.js';
import type { CacheStorage } from '../cache/cache-storage.js';
import { memoryCache } from '../cache/cache-storage.js';
import type { OutboxStorage } from '../outbox/outbox-storage.js';
import { memoryOutbox } from '../outbox/outbox-storage.js';

/** What outlives a page load of the signed-in session. */
export interface StoredSession {
  readonly user: User;
  /** Null when the server's cookie holds it. */
  readonly refreshToken: string | null;
  /** The id of a refresh that has not been answered; the next try repeats it. */
  readonly refreshRequestId: string | null;
}

export interface SessionStorage {
  load(): Promise<StoredSession | null>;
  save(session: StoredSession): Promise<void>;
  clear(): Promise<void>;
}

/** Where a client keeps what must survive it. */
export interface ClientStorage {
  readonly session: SessionStorage;
  outbox(userId: string): OutboxStorage;
  /** What may be lost: a copy of what the server knows. */
  cache(userId: string): CacheStorage;
}

/** Nothing survives the process. The default, and right for Node. */
export function memoryStorage(): ClientStorage {
  let stored: StoredSession | null = null;
  const outboxes = new Map<string, OutboxStorage>();
  const caches = new Map<string, CacheStorage>();
  return {
    session: {
      load: async () => stored,
      save: async (session) => {
        stored = session;
      },
      clear: async () => {
        stored = null;
      },
    },
    outbox: (userId) => {
      const outbox = outboxes.get(userId) ?? memoryOutbox();
      outboxes.set(userId, outbox);
      return outbox;
    },
    cache: (userId) => {
      const cache = caches.get(userId) ?? memoryCache();
      caches.set(userId, cache);
      return cache;
    },
  };
}
