import type { Conversation, User } from '../api/types.js';
import { delay } from '../platform/delay.js';
import type { Logger } from '../platform/logger.js';
import type { ContactsStore } from '../stores/contacts-store.js';
import type { ConversationModel } from '../stores/conversation-model.js';
import type { ConversationsStore } from '../stores/conversations-store.js';
import type { UsersStore } from '../stores/users-store.js';
import type { CacheChange, Cached, CachedConversation, CacheStorage } from './cache-storage.js';

/** What is kept. */
export interface CachedStores {
  readonly conversations: ConversationsStore;
  readonly users: UsersStore;
  readonly contacts: ContactsStore;
}

/** Changes are written once in this time (milliseconds). */
const interval = 1_000;

/** A storage that takes longer to read (milliseconds) is not waited for. */
const patience = 5_000;

/** Of the most recent conversations so many newest messages are kept; of the others what the inbox shows. */
const maxMessages = 50;
const maxConversations = 200;

/**
 * Keeps what is known for the next start, and takes it up then: before the first sync, which brings it up to date. Only
 * states that the server may have given as a whole are kept, so the cursor of each is true of its messages. Presence is
 * not kept: nobody is here until told.
 */
export class LocalCache {
  readonly #stores: CachedStores;
  readonly #logger: Logger;
  #storage: CacheStorage | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  readonly #changed = new Set<string>();
  readonly #removed = new Set<string>();
  /** What was last written of each conversation, in short. */
  readonly #written = new Map<string, string>();
  readonly #writtenUsers = new Map<string, User>();
  #contactsChanged = false;

  constructor(stores: CachedStores, logger: Logger) {
    this.#stores = stores;
    this.#logger = logger;
    stores.users.subscribe(() => this.#schedule());
    stores.contacts.subscribe(() => {
      this.#contactsChanged = true;
      this.#schedule();
    });
  }

  /** Somebody signed in: takes up what their last client knew. @returns whether there was anything; never rejects. */
  async open(storage: CacheStorage): Promise<boolean> {
    this.#storage = storage;
    const cached = await this.#read(storage);
    if (cached === null || this.#storage !== storage) return false;
    try {
      this.#takeUp(cached);
      return cached.conversations.length > 0;
    } catch (error) {
      this.#logger.warn('The cache is damaged and was dropped.', error);
      this.#stores.conversations.clear();
      this.#written.clear();
      this.#then(() => storage.clear());
      return false;
    }
  }

  /** A conversation changed. */
  note(model: ConversationModel): void {
    if (model.view.get() === null && this.#written.delete(model.id)) this.#removed.add(model.id);
    this.#changed.add(model.id);
    this.#schedule();
  }

  /** Writes what has changed now: before the page goes. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const storage = this.#storage;
    if (storage !== null) this.#write(storage);
    return this.#writing;
  }

  /** Before the client is thrown away. */
  close(): void {
    void this.flush();
    this.#forget();
  }

  /** They signed out. */
  erase(): void {
    const storage = this.#storage;
    this.#forget();
    if (storage !== null) this.#then(() => storage.clear());
  }

  async #read(storage: CacheStorage): Promise<Cached | null> {
    const waiting = new AbortController();
    const tooLate = delay(patience, waiting.signal).then(() => Promise.reject(new Error('It took too long.')));
    try {
      return await Promise.race([this.#writing.then(() => storage.load()), tooLate]);
    } catch (error) {
      this.#logger.warn('The cache cannot be read.', error);
      return null;
    } finally {
      tooLate.catch(() => {});
      waiting.abort();
    }
  }

  #takeUp({ conversations: cached, users, contacts }: Cached): void {
    const { conversations } = this.#stores;
    this.#stores.users.restore(users);
    for (const user of users) this.#writtenUsers.set(user.id, user);
    this.#stores.contacts.restore(contacts);
    for (const entry of cached) {
      conversations.model(entry.conversation.id).restore(entry);
      this.#written.set(entry.conversation.id, inShort(entry));
    }
    if (cached.length > 0) conversations.setLoaded();
    const kept = this.#recent();
    for (const { conversation, messages } of cached) {
      if (messages.length === 0 || kept.has(conversation.id)) continue;
      this.#removed.add(conversation.id);
      this.#written.delete(conversation.id);
    }
  }

  #schedule(): void {
    if (this.#storage !== null) this.#timer ??= setTimeout(() => void this.flush(), interval);
  }

  #write(storage: CacheStorage): void {
    const recent = this.#recent();
    const conversations = [...new Set([...this.#changed, ...this.#removed])]
      .map((id) => this.#entry(this.#stores.conversations.model(id), recent))
      .filter((entry) => entry !== null)
      .filter((entry) => this.#written.get(entry.conversation.id) !== inShort(entry));
    const users = [...this.#stores.users.get().values()].map(withoutPresence).filter((user) => this.#isNews(user));
    const forgotten = [...this.#writtenUsers.values()].filter(({ id }) => !this.#stores.users.get().has(id));
    const removedUsers = forgotten.map(({ id }) => id);
    const contacts = this.#contactsChanged
      ? [...this.#stores.contacts.get().values()].map((contact) => ({ ...contact, user: withoutPresence(contact.user) }))
      : null;
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#removed.clear();
    this.#contactsChanged = false;
    if (conversations.length + users.length + removed.length + removedUsers.length === 0 && contacts === null) return;
    for (const entry of conversations) this.#written.set(entry.conversation.id, inShort(entry));
    for (const user of users) this.#writtenUsers.set(user.id, user);
    for (const id of removedUsers) this.#writtenUsers.delete(id);
    this.#then(async () => {
      const change: CacheChange = { removed, conversations, users, removedUsers, contacts };
      try {
        await storage.write(change);
      } catch (error) {
        if (storage === this.#storage) this.#writeAgain(change, forgotten);
        throw error;
      }
    });
  }

  /** With the next change: what could not be written the storage does not know. */
  #writeAgain({ removed, conversations, users, contacts }: CacheChange, forgotten: readonly User[]): void {
    for (const id of removed) this.#removed.add(id);
    for (const { conversation } of conversations) this.#changed.add(conversation.id);
    for (const { id } of users) this.#writtenUsers.delete(id);
    for (const user of forgotten) this.#writtenUsers.set(user.id, user);
    this.#contactsChanged ||= contacts !== null;
  }

  /** Null when it is gone, or when a change was missed: a sync brings it, and then it is written. */
  #entry(model: ConversationModel, recent: ReadonlySet<string>): CachedConversation | null {
    const view = model.view.get();
    if (view === null || model.version === null || model.hasGap || model.version !== view.version) return null;
    const { log } = model;
    const isKept = recent.has(view.id) && log.get(view.lastSeq) !== undefined;
    const messages = isKept ? log.slice(log.runAround(view.lastSeq, maxMessages - 1)) : [];
    return { conversation: withoutPeersPresence(view), version: model.version, messages };
  }

  #recent(): ReadonlySet<string> {
    return new Set(this.#stores.conversations.get().items.slice(0, maxConversations).map(({ id }) => id));
  }

  #isNews(user: User): boolean {
    const known = this.#writtenUsers.get(user.id);
    return known?.displayName !== user.displayName || known.username !== user.username || known.avatarUrl !== user.avatarUrl;
  }

  #then(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      this.#logger.warn('The cache cannot be written.', error);
      this.#written.clear();
    });
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#storage = null;
    this.#changed.clear();
    this.#removed.clear();
    this.#written.clear();
    this.#writtenUsers.clear();
    this.#contactsChanged = false;
  }
}

/** Equal for equal states: at one version the messages are the same. */
function inShort({ conversation, version, messages }: CachedConversation): string {
  return `${version} ${messages.length} ${JSON.stringify(conversation)}`;
}

function withoutPresence(user: User): User {
  return { ...user, online: null, lastSeenAt: null };
}

function withoutPeersPresence(conversation: Conversation): Conversation {
  return conversation.peer === null ? conversation : { ...conversation, peer: withoutPresence(conversation.peer) };
}
