import type { Member } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

export type Members = ReadonlyMap<string, readonly Member[]>;

/** The members of the conversations that were looked at, by conversation id. */
export class MembersStore implements ReadonlyStore<Members> {
  readonly #members = new Store<Members>(new Map());
  readonly #load: (conversationId: string) => Promise<readonly Member[]>;
  /** Loads under way, and whether something changed since they were asked. */
  readonly #loading = new Map<string, { result: Promise<readonly Member[]>; again: boolean }>();

  constructor(load: (conversationId: string) => Promise<readonly Member[]>) {
    this.#load = load;
  }

  get(): Members {
    return this.#members.get();
  }

  subscribe(listener: (members: Members) => void): () => void {
    return this.#members.subscribe(listener);
  }

  /** @internal Loads them anew; what is known stays visible meanwhile. */
  load(conversationId: string): Promise<readonly Member[]> {
    const loading = this.#loading.get(conversationId);
    if (loading !== undefined) {
      loading.again = true;
      return loading.result;
    }
    const started = { result: this.#loadUntilCurrent(conversationId), again: false };
    this.#loading.set(conversationId, started);
    return started.result;
  }

  /** @internal */
  remove(conversationId: string): void {
    const rest = new Map(this.get());
    if (rest.delete(conversationId)) this.#members.set(rest);
  }

  /** @internal */
  clear(): void {
    this.#members.set(new Map());
  }

  async #loadUntilCurrent(conversationId: string): Promise<readonly Member[]> {
    try {
      for (;;) {
        const members = await this.#load(conversationId);
        const loading = this.#loading.get(conversationId);
        if (loading?.again === true) {
          loading.again = false;
          continue;
        }
        this.#members.set(new Map(this.get()).set(conversationId, members));
        return members;
      }
    } finally {
      this.#loading.delete(conversationId);
    }
  }
}
