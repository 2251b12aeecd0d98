import type { Logger } from '../platform/logger.js';
import type { OutboxStorage, StoredEntry } from './outbox-storage.js';

/**
 * One person's storage, one access at a time, so that none works with what another is just changing. Without a working
 * storage messages are still sent, but do not survive the page.
 */
export class StoredOutbox {
  readonly #logger: Logger;
  #storage: OutboxStorage | null = null;
  #accessing: Promise<unknown> = Promise.resolve();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  open(storage: OutboxStorage): void {
    this.#storage = storage;
  }

  /** What was asked for before is still done. */
  close(): void {
    this.#storage = null;
  }

  /** Nothing is taken that was read for somebody who has left. */
  load(take: (entries: readonly StoredEntry[]) => void): Promise<boolean> {
    return this.#access(async (storage) => {
      const entries = await storage.load();
      if (storage === this.#storage) take(entries);
    });
  }

  /** @param isWanted Asked when it is the entry's turn. */
  put(entry: StoredEntry, isWanted: () => boolean): Promise<boolean> {
    return this.#access(async (storage) => {
      if (isWanted()) await storage.put(entry);
    });
  }

  remove(clientMessageId: string): Promise<boolean> {
    return this.#access((storage) => storage.remove(clientMessageId));
  }

  /** @returns whether it worked. */
  #access(work: (storage: OutboxStorage) => Promise<void>): Promise<boolean> {
    const storage = this.#storage;
    const done = this.#accessing.then(async () => {
      if (storage === null) return false;
      try {
        await work(storage);
        return true;
      } catch (error) {
        this.#logger.warn('The outbox cannot be stored.', error);
        return false;
      }
    });
    this.#accessing = done;
    return done;
  }
}
