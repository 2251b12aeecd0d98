import type { ApiError } from '../api/errors.js';
import { fromHub } from '../api/errors.js';
import type { Ack } from '../api/types.js';
import { backoff } from '../platform/backoff.js';
import { delay } from '../platform/delay.js';
import type { Logger } from '../platform/logger.js';
import type { Tabs } from '../platform/tabs.js';
import type { ReadonlyStore } from '../stores/store.js';
import { Store } from '../stores/store.js';
import type { DeliveryDependencies, DeliverySteps } from './delivery.js';
import { Delivery } from './delivery.js';
import type { Attached, OutboxEntry } from './outbox-entry.js';
import { agreed, kept, takenUp, written } from './outbox-entry.js';
import type { OutboxStorage, StoredEntry } from './outbox-storage.js';
import { byOrder } from './outbox-storage.js';
import { StoredOutbox } from './stored-outbox.js';

export interface OutboxDependencies extends DeliveryDependencies {
  /** The server has it; runs before the entry leaves the storage. */
  readonly acked: (ack: Ack) => void;
  readonly tabs: Tabs;
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
}

/** A fault outside the contract may pass, but must not hold up a conversation for ever. */
const maxFaults = 5;

/** Views hear of an upload's progress once in this time (milliseconds). */
const progressInterval = 100;

/**
 * Messages on their way. Each is stored before its first try and is sent with one and the same `clientMessageId` until
 * the server acknowledges or refuses it for good. Per conversation in the order of writing, one at a time and from one
 * tab at a time; conversations do not wait for each other.
 */
export class Outbox {
  readonly #deps: OutboxDependencies;
  readonly #delivery: Delivery;
  readonly #stored: StoredOutbox;
  readonly #entries = new Store<readonly OutboxEntry[]>([]);
  /** Conversations that are being flushed. */
  readonly #flushing = new Set<string>();
  /** Written or changed here, and not stored yet. */
  readonly #unstored = new Set<string>();
  /** Could not be stored. */
  readonly #unstorable = new Set<string>();
  /** Left the outbox in this tab; a slow read of the storage must not bring them back. */
  readonly #gone = new Set<string>();
  /** Aborts the try under way, by clientMessageId. */
  readonly #tries = new Map<string, AbortController>();
  #userId = '';
  #lastOrder = 0;
  /** Aborts uploads and the waits between tries; null while there is no connection. */
  #running: AbortController | null = null;

  constructor(deps: OutboxDependencies) {
    this.#deps = deps;
    this.#delivery = new Delivery(deps);
    this.#stored = new StoredOutbox(deps.logger);
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
    this.#stored.open(storage);
    await this.#reload();
    this.#flushAll();
  }

  close(): void {
    this.pause();
    this.#stored.close();
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
  add(conversationId: string, content: string, attached: Attached = {}): OutboxEntry {
    const now = this.#deps.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, now);
    const entry = written(conversationId, content, attached, now, this.#lastOrder);
    const saved = this.#save(entry);
    this.#entries.update((entries) => [...entries, entry]);
    void saved.then(() => this.#flush(conversationId));
    return entry;
  }

  /** Tries a failed message again. */
  async retry(clientMessageId: string): Promise<void> {
    const entry = this.#find(clientMessageId);
    if (entry?.state !== 'failed') return;
    await this.#save(this.#change(entry, { state: 'queued', failure: null }));
    await this.#flush(entry.conversationId);
  }

  /** Gives a message up. One that is being sent may arrive all the same; an upload ends. */
  async discard(clientMessageId: string): Promise<void> {
    this.#drop(clientMessageId);
    this.#tries.get(clientMessageId)?.abort();
    await this.#erase(clientMessageId);
  }

  /** The conversation is gone for this person. */
  discardConversation(conversationId: string): void {
    this.settle(conversationId, () => true);
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
      const error = await this.#deliver(entry, signal);
      const held = this.#find(entry.clientMessageId);
      if (error === null || held === undefined) {
        attempt = 0;
        continue;
      }
      attempt++;
      if (error.permanent || (error.code === 'unknown' && attempt >= maxFaults)) {
        attempt = 0;
        await this.#save(this.#change(held, { state: 'failed', failure: { code: error.code, detail: error.detail } }));
        continue;
      }
      this.#change(held, { state: 'queued' });
      const wait = (error.retryAfter ?? 0) + backoff(attempt, this.#deps.random);
      await delay(wait, signal);
    }
  }

  /** One try. @returns why it did not work, or null. */
  async #deliver(entry: OutboxEntry, running: AbortSignal): Promise<ApiError | null> {
    const { clientMessageId } = entry;
    const own = new AbortController();
    this.#tries.set(clientMessageId, own);
    try {
      const sending = this.#change(entry, { state: 'sending' });
      const ack = await this.#delivery.deliver(sending, this.#steps(clientMessageId), AbortSignal.any([running, own.signal]));
      this.#change(entry, { state: 'sent', ack });
      this.#deps.acked(ack);
      await this.#erase(clientMessageId);
      return null;
    } catch (error) {
      this.#deps.logger.debug(`Not sent: ${String(error)}`);
      return fromHub(error);
    } finally {
      this.#tries.delete(clientMessageId);
    }
  }

  #steps(clientMessageId: string): DeliverySteps {
    let toldAt = -Infinity;
    return {
      progress: (progress) => {
        const entry = this.#find(clientMessageId);
        const now = this.#deps.now();
        if (entry === undefined || (progress !== null && now - toldAt < progressInterval)) return;
        toldAt = now;
        this.#change(entry, { progress });
      },
      uploaded: async (imageId) => {
        const entry = this.#find(clientMessageId);
        if (entry !== undefined) await this.#save(this.#change(entry, { imageId }));
      },
    };
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
    const changed = { ...(this.#find(entry.clientMessageId) ?? entry), ...change };
    this.#entries.update((entries) =>
      entries.map((other) => (other.clientMessageId === entry.clientMessageId ? changed : other)),
    );
    return changed;
  }

  #drop(clientMessageId: string): void {
    const rest = this.#entries.get().filter((entry) => entry.clientMessageId !== clientMessageId);
    if (rest.length !== this.#entries.get().length) this.#entries.set(rest);
  }

  #reload(): Promise<boolean> {
    return this.#stored.load((entries) => this.#merge(entries));
  }

  #merge(stored: readonly StoredEntry[]): void {
    const byId = new Map(stored.map((entry) => [entry.clientMessageId, entry]));
    const held = this.#entries.get();
    const rest = held
      .filter(
        ({ clientMessageId: id, state }) =>
          byId.has(id) || this.#unstored.has(id) || this.#unstorable.has(id) || state === 'sent',
      )
      .map((entry) => (this.#unstored.has(entry.clientMessageId) ? entry : agreed(entry, byId.get(entry.clientMessageId))));
    const known = new Set(rest.map((entry) => entry.clientMessageId));
    const added = stored.filter(({ clientMessageId: id }) => !known.has(id) && !this.#gone.has(id)).map(takenUp);
    this.#lastOrder = Math.max(this.#lastOrder, ...stored.map((entry) => entry.order));
    const isSame = added.length === 0 && rest.length === held.length && rest.every((entry, index) => entry === held[index]);
    if (!isSame) this.#entries.set([...rest, ...added].sort(byOrder));
  }

  async #save(entry: OutboxEntry): Promise<void> {
    const id = entry.clientMessageId;
    this.#unstored.add(id);
    const isStored = await this.#stored.put(kept(entry), () => !this.#gone.has(id));
    this.#unstored.delete(id);
    if (!isStored) this.#unstorable.add(id);
    this.#announce();
  }

  async #erase(clientMessageId: string): Promise<void> {
    this.#gone.add(clientMessageId);
    await this.#stored.remove(clientMessageId);
    this.#announce();
  }

  #announce(): void {
    this.#deps.tabs.post({ type: 'outboxChanged', userId: this.#userId });
  }
}
