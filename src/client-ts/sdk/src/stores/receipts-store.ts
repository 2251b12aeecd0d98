import type { Member, Receipt, ReceiptCount } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** How far somebody has received and read a conversation. */
export interface Cursors {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

export type Receipts = ReadonlyMap<string, Cursors>;

/** The cursors of others, by conversation and user. They only move forward. */
export class ReceiptsStore implements ReadonlyStore<ReadonlyMap<string, Receipts>> {
  readonly #receipts = new Store<ReadonlyMap<string, Receipts>>(new Map());

  get(): ReadonlyMap<string, Receipts> {
    return this.#receipts.get();
  }

  subscribe(listener: (receipts: ReadonlyMap<string, Receipts>) => void): () => void {
    return this.#receipts.subscribe(listener);
  }

  /** @internal Those of large groups are counts, which are kept elsewhere. */
  apply(receipt: Exclude<Receipt, ReceiptCount>): void {
    this.#merge(receipt.conversationId, [[receipt.userId, receipt]]);
  }

  /** @internal All members there are: of others nothing is kept. */
  setMembers(conversationId: string, members: readonly Member[]): void {
    const known = this.get().get(conversationId);
    const kept = members.flatMap(({ user }) => {
      const cursors = known?.get(user.id);
      return cursors === undefined ? [] : [[user.id, cursors] as const];
    });
    this.#receipts.set(new Map(this.get()).set(conversationId, new Map(kept)));
    this.#merge(
      conversationId,
      members.map((member) => [member.user.id, member]),
    );
  }

  /** @internal */
  remove(conversationId: string): void {
    const rest = new Map(this.get());
    if (rest.delete(conversationId)) this.#receipts.set(rest);
  }

  /** @internal */
  clear(): void {
    this.#receipts.set(new Map());
  }

  #merge(conversationId: string, cursors: readonly (readonly [string, Cursors])[]): void {
    const merged = new Map(this.get().get(conversationId));
    for (const [userId, { deliveredSeq, readSeq }] of cursors) {
      const known = merged.get(userId);
      merged.set(userId, {
        deliveredSeq: Math.max(known?.deliveredSeq ?? 0, deliveredSeq),
        readSeq: Math.max(known?.readSeq ?? 0, readSeq),
      });
    }
    this.#receipts.set(new Map(this.get()).set(conversationId, merged));
  }
}
