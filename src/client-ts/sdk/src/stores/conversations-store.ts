import type { Conversation } from '../api/types.js';
import type { Pace } from '../platform/pace.js';
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

/** All conversations of the signed-in person. Each is told of at once; the inbox as a whole at the pace of `pace`. */
export class ConversationsStore implements ReadonlyStore<Inbox> {
  /** What was told last. */
  readonly #told = new Store<Inbox>(empty);
  /** As it is now; null when a conversation has changed since. */
  #inbox: Inbox | null = empty;
  #isLoaded = false;
  #willTell = false;
  readonly #models = new Map<string, ConversationModel>();
  /** When a conversation without messages appeared, in milliseconds since 1970. */
  readonly #appeared = new Map<string, number>();
  /** When each was last active, in milliseconds since 1970: reading the times of all anew at every change takes too long. */
  readonly #activities = new WeakMap<Conversation, number>();
  readonly #userId: () => string;
  readonly #now: () => number;
  readonly #modelChanged: (model: ConversationModel) => void;
  readonly #pace: Pace;

  constructor(
    userId: () => string,
    now: () => number,
    modelChanged: (model: ConversationModel) => void,
    pace: Pace = queueMicrotask,
  ) {
    this.#userId = userId;
    this.#now = now;
    this.#modelChanged = modelChanged;
    this.#pace = pace;
  }

  /** Always as it is now, whatever listeners were told. */
  get(): Inbox {
    return (this.#inbox ??= { loaded: this.#isLoaded, items: this.#sorted() });
  }

  subscribe(listener: (inbox: Inbox) => void): () => void {
    return this.#told.subscribe(listener);
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
    model.view.subscribe(() => this.#changed());
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
    const isNew = this.#isLoaded && model.view.get() === null;
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
    this.#isLoaded = true;
    this.#changed();
  }

  /** @internal Another person signs in. */
  clear(): void {
    for (const id of this.#models.keys()) this.remove(id);
    this.#isLoaded = false;
    this.#changed();
  }

  #changed(): void {
    this.#inbox = null;
    if (this.#willTell) return;
    this.#willTell = true;
    this.#pace(() => {
      this.#willTell = false;
      this.#told.set(this.get());
    });
  }

  #sorted(): readonly Conversation[] {
    return [...this.#models.values()]
      .map((model) => model.view.get())
      .filter((view) => view !== null)
      .map((conversation) => ({ conversation, at: this.#activity(conversation) }))
      .sort((left, right) => right.at - left.at)
      .map(({ conversation }) => conversation);
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
