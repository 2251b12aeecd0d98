import type { Conversation } from '../api/types.js';
import { ConversationModel } from './conversation-model.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

export interface Inbox {
  /** The server was asked at least once, or an earlier client has. */
  readonly loaded: boolean;
  /** Newest activity first. */
  readonly items: readonly Conversation[];
}

const empty: Inbox = { loaded: false, items: [] };

/** All conversations of the signed-in person. */
export class ConversationsStore implements ReadonlyStore<Inbox> {
  readonly #inbox = new Store<Inbox>(empty);
  readonly #models = new Map<string, ConversationModel>();
  /** When a conversation without messages appeared, in milliseconds since 1970. */
  readonly #appeared = new Map<string, number>();
  /** When each was last active, in milliseconds since 1970: reading the times of all anew at every change takes too long. */
  readonly #activities = new WeakMap<Conversation, number>();
  readonly #userId: () => string;
  readonly #now: () => number;
  readonly #modelChanged: (model: ConversationModel) => void;
  #batched = 0;

  constructor(userId: () => string, now: () => number, modelChanged: (model: ConversationModel) => void) {
    this.#userId = userId;
    this.#now = now;
    this.#modelChanged = modelChanged;
  }

  get(): Inbox {
    return this.#inbox.get();
  }

  subscribe(listener: (inbox: Inbox) => void): () => void {
    return this.#inbox.subscribe(listener);
  }

  /** One conversation as it changes; null while it is not known. */
  conversation(id: string): ReadonlyStore<Conversation | null> {
    return this.model(id).view;
  }

  /** @internal */
  model(id: string): ConversationModel {
    const known = this.#models.get(id);
    if (known !== undefined) return known;
    const model = new ConversationModel(id, this.#userId);
    model.view.subscribe(() => this.#refresh());
    model.revision.subscribe(() => this.#modelChanged(model));
    this.#models.set(id, model);
    return model;
  }

  /** @internal The version known of each conversation, for a sync. */
  cursors(): Record<string, number> {
    const cursors: Record<string, number> = {};
    for (const model of this.#models.values()) if (model.version !== null) cursors[model.id] = model.version;
    return cursors;
  }

  /** @internal */
  describe(conversation: Conversation): void {
    const model = this.model(conversation.id);
    const isNew = this.get().loaded && model.view.get() === null;
    if (isNew && conversation.lastMessage === null) this.#appeared.set(conversation.id, this.#now());
    model.describe(conversation);
  }

  /** @internal */
  remove(id: string): void {
    this.#models.get(id)?.clear();
    this.#appeared.delete(id);
  }

  /** @internal */
  setLoaded(): void {
    this.#inbox.update((inbox) => ({ ...inbox, loaded: true }));
  }

  /** @internal Publishes the inbox once, after all of `work`. */
  batch(work: () => void): void {
    this.#batched++;
    try {
      work();
    } finally {
      this.#batched--;
      this.#refresh();
    }
  }

  /** @internal Another person signs in. */
  clear(): void {
    this.batch(() => {
      for (const id of this.#models.keys()) this.remove(id);
    });
    this.#inbox.set(empty);
  }

  #refresh(): void {
    if (this.#batched > 0) return;
    const known = [...this.#models.values()].map((model) => model.view.get()).filter((view) => view !== null);
    const items = known
      .map((conversation) => ({ conversation, at: this.#activity(conversation) }))
      .sort((left, right) => right.at - left.at)
      .map(({ conversation }) => conversation);
    this.#inbox.update((inbox) => ({ ...inbox, items }));
  }

  #activity(conversation: Conversation): number {
    const known = this.#activities.get(conversation);
    if (known !== undefined) return known;
    const last = conversation.lastMessage;
    const at = last === null ? (this.#appeared.get(conversation.id) ?? 0) : Date.parse(last.createdAt);
    this.#activities.set(conversation, at);
    return at;
  }
}
