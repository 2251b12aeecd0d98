import type { ReceiptCount } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** How many others have received and read a message. */
export type Counts = Pick<ReceiptCount, 'deliveredCount' | 'readCount'>;

export type ReceiptCounts = ReadonlyMap<string, ReadonlyMap<number, Counts>>;

/** The newest messages of a conversation that counts are kept of. */
const maxMessages = 100;

/** Receipts of the person's own messages in large groups, by conversation and seq. They only grow. */
export class ReceiptCountsStore implements ReadonlyStore<ReceiptCounts> {
  readonly #counts = new Store<ReceiptCounts>(new Map());

  get(): ReceiptCounts {
    return this.#counts.get();
  }

  subscribe(listener: (counts: ReceiptCounts) => void): () => void {
    return this.#counts.subscribe(listener);
  }

  /** @internal */
  apply({ conversationId, seq, deliveredCount, readCount }: ReceiptCount): void {
    const messages = new Map(this.get().get(conversationId));
    const known = messages.get(seq);
    messages.set(seq, {
      deliveredCount: Math.max(known?.deliveredCount ?? 0, deliveredCount),
      readCount: Math.max(known?.readCount ?? 0, readCount),
    });
    if (messages.size > maxMessages) messages.delete(Math.min(...messages.keys()));
    this.#counts.set(new Map(this.get()).set(conversationId, messages));
  }

  /** @internal */
  remove(conversationId: string): void {
    const rest = new Map(this.get());
    if (rest.delete(conversationId)) this.#counts.set(rest);
  }

  /** @internal */
  clear(): void {
    this.#counts.set(new Map());
  }
}
