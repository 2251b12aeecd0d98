import type { ApiError } from '../api/errors.js';
import { fromHub } from '../api/errors.js';
import type { Ack, NewMessage } from '../api/types.js';
import { backoff } from '../platform/backoff.js';
import { delay } from '../platform/delay.js';
import type { Logger } from '../platform/logger.js';
import type { Tabs } from '../platform/tabs.js';
import { uuid } from '../platform/uuid.js';
import type { ReadonlyStore } from '../stores/store.js';
import { Store } from '../stores/store.js';
import type { OutboxStorage, StoredEntry } from './outbox-storage.js';
import { byOrder } from './outbox-storage.js';

/** `sent`: acknowledged, but the server's own copy has not come by yet. */
export type OutboxState = 'queued' | 'sending' | 'sent' | 'failed';

/** A message of the person that is not in the log yet. */
export interface OutboxEntry extends StoredEntry {
  readonly state: OutboxState;
  readonly ack: Ack | null;
}

export interface OutboxDependencies {
  readonly send: (message: NewMessage) => Promise<Ack>;
  /** The server has it; runs before the entry leaves the storage. */
  readonly acked: (ack: Ack) => void;
  readonly tabs: Tabs;
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/** A fault outside the contract may pass, but must not hold up a conversation for ever. */
const maxFaults = 5;

/**
 * Messages on their way. Each is stored before its first try and is sent with one and the same `clientMessageId` until
 * the server acknowledges or refuses it for good. Per conversation in the order of writing, one at a time and from one
 * tab at a time; conversations do not wait for each other.
 */
export class Outbox {
  readonly #deps: OutboxDependencies;
  readonly #entries = new Store<readonly OutboxEntry[]>([]);
  /** Conversations that are being flushed. */
  readonly #flushing = new Set<string>();
  /** Written here and not stored yet. */
  readonly #unstored = new Set<string>();
  /** Could not be stored. */
  readonly #unstorable = new Set<string>();
  /** Left the outbox in this tab; a slow read of the storage must not bring them back. */
  readonly #gone = new Set<string>();
  #storage: OutboxStorage | null = null;
  /** One access to the storage at a time, so that none works with what another is just changing. */
  #storing: Promise<unknown> = Promise.resolve();
  #userId = '';
  #lastOrder = 0;
  /** Aborts the waits between tries; null while there is no connection. */
  #running: AbortController | null = null;

  constructor(deps: OutboxDependencies) {
    this.#deps = deps;
    deps.tabs.listen((message) => {
      if (message.type === 'outboxChanged' && message.userId === this.#userId)
        void this.#reload().then(() => this.#flushAll());
    });
  }

  /** In the order of writing. */
  get entries(): ReadonlyStore<readonly OutboxEntry[]> {
    return this.#entries;
  }

  /** Takes up what a person left unsent. */
  async open(userId: string, storage: OutboxStorage): Promise<void> {
    this.#userId = userId;
    this.#storage = storage;
    await this.#reload();
    this.#flushAll();
  }

  close(): void {
    this.pause();
    this.#storage = null;
    this.#userId = '';
    this.#gone.clear();
    this.#unstored.clear();
    this.#unstorable.clear();
    this.#entries.set([]);
  }

  /** There is a connection. */
  resume(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    this.#flushAll();
  }

  /** There is none. */
  pause(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** Takes a message, which is visible at once. */
  add(conversationId: string, content: string, replyTo: number | null, imageId: string | null = null): OutboxEntry {
    const now = this.#deps.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, now);
    const entry: OutboxEntry = {
      clientMessageId: uuid(),
      conversationId,
      content,
      replyTo,
      imageId,
      createdAt: new Date(now).toISOString(),
      order: this.#lastOrder,
      failure: null,
      state: 'queued',
      ack: null,
    };
    this.#unstored.add(entry.clientMessageId);
    this.#entries.update((entries) => [...entries, entry]);
    void this.#save(entry).then(() => {
      this.#unstored.delete(entry.clientMessageId);
      return this.#flush(conversationId);
    });
    return entry;
  }

  /** Tries a failed message again. */
  async retry(clientMessageId: string): Promise<void> {
    const entry = this.#find(clientMessageId);
    if (entry?.state !== 'failed') return;
    await this.#save(this.#change(entry, { state: 'queued', failure: null }));
    await this.#flush(entry.conversationId);
  }

  /** Gives a message up. One that is being sent may arrive all the same. */
  async discard(clientMessageId: string): Promise<void> {
    this.#drop((entry) => entry.clientMessageId === clientMessageId);
    await this.#erase(clientMessageId);
  }

  /** The conversation is gone for this person. */
  discardConversation(conversationId: string): void {
    for (const entry of this.#entries.get()) {
      if (entry.conversationId === conversationId) void this.discard(entry.clientMessageId);
    }
  }

  /** Drops what the conversation's log holds: it needs no sending, whether or not an ack came. */
  settle(conversationId: string, isHeld: (entry: OutboxEntry) => boolean): void {
    for (const entry of this.#entries.get()) {
      if (entry.conversationId === conversationId && isHeld(entry)) void this.discard(entry.clientMessageId);
    }
  }

  #flushAll(): void {
    for (const id of new Set(this.#entries.get().map((entry) => entry.conversationId))) void this.#flush(id);
  }

  async #flush(conversationId: string): Promise<void> {
    if (this.#running === null || this.#flushing.has(conversationId)) return;
    if (this.#next(conversationId) === undefined) return;
    this.#flushing.add(conversationId);
    try {
      await this.#deps.tabs.exclusive(`outbox:${this.#userId}:${conversationId}`, async () => {
        // Another tab may have sent some of them while this one waited.
        await this.#reload();
        await this.#deliverAll(conversationId);
      });
    } finally {
      this.#flushing.delete(conversationId);
    }
    await this.#flush(conversationId);
  }

  async #deliverAll(conversationId: string): Promise<void> {
    let attempt = 0;
    for (let entry = this.#next(conversationId); entry !== undefined; entry = this.#next(conversationId)) {
      if (this.#running === null) return;
      const { signal } = this.#running;
      const error = await this.#deliver(entry);
      attempt = error === null ? 0 : attempt + 1;
      if (error === null) continue;
      if (error.permanent || (error.code === 'unknown' && attempt >= maxFaults)) {
        attempt = 0;
        await this.#refuse(entry, error);
        continue;
      }
      this.#change(entry, { state: 'queued' });
      const wait = (error.retryAfter ?? 0) + backoff(attempt, this.#deps.random);
      await delay(wait, signal);
    }
  }

  /** One try. @returns why it did not work, or null. */
  async #deliver(entry: OutboxEntry): Promise<ApiError | null> {
    this.#change(entry, { state: 'sending' });
    const { conversationId, clientMessageId, content, replyTo, imageId = null } = entry;
    try {
      const reply = replyTo === null ? {} : { replyTo };
      const image = imageId === null ? {} : { type: 'image' as const, imageId };
      const ack = await this.#deps.send({ conversationId, clientMessageId, content, ...reply, ...image });
      this.#change(entry, { state: 'sent', ack });
      this.#deps.acked(ack);
      await this.#erase(clientMessageId);
      return null;
    } catch (error) {
      this.#deps.logger.debug(`Not sent: ${String(error)}`);
      return fromHub(error);
    }
  }

  async #refuse(entry: OutboxEntry, error: ApiError): Promise<void> {
    await this.#save(this.#change(entry, { state: 'failed', failure: { code: error.code, detail: error.detail } }));
  }

  #next(conversationId: string): OutboxEntry | undefined {
    return this.#entries
      .get()
      .find(
        (entry) =>
          entry.conversationId === conversationId &&
          (entry.state === 'queued' || entry.state === 'sending') &&
          !this.#unstored.has(entry.clientMessageId),
      );
  }

  #find(clientMessageId: string): OutboxEntry | undefined {
    return this.#entries.get().find((entry) => entry.clientMessageId === clientMessageId);
  }

  #change(entry: OutboxEntry, change: Partial<OutboxEntry>): OutboxEntry {
    const changed = { ...entry, ...change };
    this.#entries.update((entries) =>
      entries.map((other) => (other.clientMessageId === entry.clientMessageId ? changed : other)),
    );
    return changed;
  }

  #drop(which: (entry: OutboxEntry) => boolean): void {
    const rest = this.#entries.get().filter((entry) => !which(entry));
    if (rest.length !== this.#entries.get().length) this.#entries.set(rest);
  }

  #reload(): Promise<boolean> {
    return this.#access(async (storage) => {
      const stored = await storage.load();
      if (storage === this.#storage) this.#merge(stored);
    });
  }

  #merge(stored: readonly StoredEntry[]): void {
    const ids = new Set(stored.map((entry) => entry.clientMessageId));
    const held = this.#entries.get();
    const kept = held.filter(
      ({ clientMessageId: id, state }) =>
        ids.has(id) || this.#unstored.has(id) || this.#unstorable.has(id) || state === 'sent',
    );
    const known = new Set(kept.map((entry) => entry.clientMessageId));
    const added = stored
      .filter(({ clientMessageId: id }) => !known.has(id) && !this.#gone.has(id))
      .map((entry): OutboxEntry => ({ ...entry, state: entry.failure === null ? 'queued' : 'failed', ack: null }));
    this.#lastOrder = Math.max(this.#lastOrder, ...stored.map((entry) => entry.order));
    if (added.length > 0 || kept.length < held.length) this.#entries.set([...kept, ...added].sort(byOrder));
  }

  async #save({ state: _state, ack: _ack, ...stored }: OutboxEntry): Promise<void> {
    const isStored = await this.#access((storage) => storage.put(stored));
    if (!isStored) this.#unstorable.add(stored.clientMessageId);
    this.#announce();
  }

  async #erase(clientMessageId: string): Promise<void> {
    this.#gone.add(clientMessageId);
    await this.#access((storage) => storage.remove(clientMessageId));
    this.#announce();
  }

  /**
   * What was written is stored even if the outbox is closed meanwhile. Without a working storage messages are still
   * sent, but do not survive the page. @returns whether it worked.
   */
  #access(work: (storage: OutboxStorage) => Promise<void>): Promise<boolean> {
    const storage = this.#storage;
    const done = this.#storing.then(async () => {
      if (storage === null) return false;
      try {
        await work(storage);
        return true;
      } catch (error) {
        this.#deps.logger.warn('The outbox cannot be stored.', error);
        return false;
      }
    });
    this.#storing = done;
    return done;
  }

  #announce(): void {
    this.#deps.tabs.post({ type: 'outboxChanged', userId: this.#userId });
  }
}
