import type { DBSchema } from 'idb';
import type { Contact, User } from '../api/types.js';
import { lazyDatabase } from '../platform/lazy-database.js';
import type { CachedConversation, CacheStorage } from './cache-storage.js';
import { better } from './cache-storage.js';

/** Keys begin with the person's id. */
interface Schema extends DBSchema {
  conversations: { key: [string, string]; value: CachedConversation };
  users: { key: [string, string]; value: User };
  contacts: { key: [string, string]; value: readonly Contact[] };
}

const stores = ['conversations', 'users', 'contacts'] as const;

/**
 * A database of its own beside the one that must not be lost: it is thrown away when its shape changes, and no tab with an
 * older client can hold up the opening of the other one.
 */
export function indexedDbCaches(name: string): (userId: string) => CacheStorage {
  const database = lazyDatabase<Schema>(`${name}.cache`, 1, (upgraded) => {
    for (const store of [...upgraded.objectStoreNames]) upgraded.deleteObjectStore(store);
    for (const store of stores) upgraded.createObjectStore(store);
  });
  return (userId) => {
    const mine = () => IDBKeyRange.bound([userId], [userId, []]);
    return {
      load: async () => {
        const transaction = (await database()).transaction(stores, 'readwrite');
        const [conversations, users, contacts] = await Promise.all([
          transaction.objectStore('conversations').getAll(mine()),
          transaction.objectStore('users').getAll(mine()),
          transaction.objectStore('contacts').get([userId, '']),
          // Of somebody who signed out and whose tab was killed just then.
          ...stores.flatMap((store) => [
            transaction.objectStore(store).delete(IDBKeyRange.upperBound([userId], true)),
            transaction.objectStore(store).delete(IDBKeyRange.lowerBound([userId, []], true)),
          ]),
          transaction.done,
        ]);
        return { conversations, users, contacts: contacts ?? [] };
      },
      write: async (change) => {
        const transaction = (await database()).transaction(stores, 'readwrite', { durability: 'relaxed' });
        const conversations = transaction.objectStore('conversations');
        await Promise.all([
          ...change.removed.map((id) => conversations.delete([userId, id])),
          ...change.conversations.map(async (put) => {
            const key: [string, string] = [userId, put.conversation.id];
            await conversations.put(better(await conversations.get(key), put), key);
          }),
          ...change.removedUsers.map((id) => transaction.objectStore('users').delete([userId, id])),
          ...change.users.map((user) => transaction.objectStore('users').put(user, [userId, user.id])),
          change.contacts === null ? null : transaction.objectStore('contacts').put(change.contacts, [userId, '']),
          transaction.done,
        ]);
      },
      clear: async () => {
        const transaction = (await database()).transaction(stores, 'readwrite');
        await Promise.all([...stores.map((store) => transaction.objectStore(store).delete(mine())), transaction.done]);
      },
    };
  };
}
