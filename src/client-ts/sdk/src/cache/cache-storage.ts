import type { Contact, Conversation, Message, User } from '../api/types.js';

/** One conversation as it was known, kept and read as a whole. */
export interface CachedConversation {
  readonly conversation: Conversation;
  /** All changes up to here are known. */
  readonly version: number;
  /** The newest ones without a hole, ascending. */
  readonly messages: readonly Message[];
}

export interface Cached {
  readonly conversations: readonly CachedConversation[];
  readonly users: readonly User[];
  readonly contacts: readonly Contact[];
}

export interface CacheChange {
  /** Goes before what is put. */
  readonly removed: readonly string[];
  readonly conversations: readonly CachedConversation[];
  /** Those that changed. */
  readonly users: readonly User[];
  readonly removedUsers: readonly string[];
  /** All of them; null when they are as before. */
  readonly contacts: readonly Contact[] | null;
}

/** Keeps what one person's client knew, for its next start. Losing it costs nothing but time. */
export interface CacheStorage {
  load(): Promise<Cached>;
  /** All or nothing. Of two tabs' words on a conversation the one of the higher version stays; see {@link better}. */
  write(change: CacheChange): Promise<void>;
  clear(): Promise<void>;
}

/** What to keep of a conversation. At one version messages are the same, so the tab that holds more of them knows more. */
export function better(kept: CachedConversation | undefined, put: CachedConversation): CachedConversation {
  if (kept === undefined || kept.version < put.version) return put;
  if (kept.version > put.version) return kept;
  return kept.messages.length > put.messages.length ? { ...put, messages: kept.messages } : put;
}

export function memoryCache(): CacheStorage {
  const conversations = new Map<string, CachedConversation>();
  const users = new Map<string, User>();
  let contacts: readonly Contact[] = [];
  return {
    load: async () => ({ conversations: [...conversations.values()], users: [...users.values()], contacts }),
    write: async (change) => {
      for (const id of change.removed) conversations.delete(id);
      for (const put of change.conversations) {
        conversations.set(put.conversation.id, better(conversations.get(put.conversation.id), put));
      }
      for (const id of change.removedUsers) users.delete(id);
      for (const user of change.users) users.set(user.id, user);
      contacts = change.contacts ?? contacts;
    },
    clear: async () => {
      conversations.clear();
      users.clear();
      contacts = [];
    },
  };
}
