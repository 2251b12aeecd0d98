import type { Message } from '../api/types.js';
import type { ConversationModel } from './conversation-model.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

export interface Pin {
  readonly seq: number;
  /** Null while it is not loaded. */
  readonly message: Message | null;
}

/** The pinned messages of one conversation, in the server's order. */
export class PinsStore implements ReadonlyStore<readonly Pin[]> {
  readonly #model: ConversationModel;
  readonly #pins: Store<readonly Pin[]>;

  constructor(model: ConversationModel) {
    this.#model = model;
    this.#pins = new Store(this.#derive());
    model.revision.subscribe(() => this.#refresh());
  }

  get(): readonly Pin[] {
    return this.#pins.get();
  }

  subscribe(listener: (pins: readonly Pin[]) => void): () => void {
    return this.#pins.subscribe(listener);
  }

  #refresh(): void {
    const now = this.#derive();
    const before = this.get();
    const isSame =
      now.length === before.length &&
      now.every(({ seq, message }, index) => seq === before[index]?.seq && message === before[index]?.message);
    if (!isSame) this.#pins.set(now);
  }

  #derive(): readonly Pin[] {
    const seqs = this.#model.view.get()?.pinnedSeqs ?? [];
    return seqs.map((seq) => ({ seq, message: this.#model.log.get(seq) ?? null }));
  }
}
