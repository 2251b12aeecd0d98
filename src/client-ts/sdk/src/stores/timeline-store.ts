import type { Message } from '../api/types.js';
import type { OutboxEntry } from '../outbox/outbox-entry.js';
import type { ConversationModel } from './conversation-model.js';
import type { Run } from './message-log.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** A line of the timeline. `key` stays the same when a pending message becomes one of the log. */
export type TimelineItem =
  | { readonly kind: 'message'; readonly key: string; readonly message: Message }
  | { readonly kind: 'pending'; readonly key: string; readonly entry: OutboxEntry };

export interface Timeline {
  /** Something is held to show, or there is nothing. */
  readonly loaded: boolean;
  /** Without a hole, ascending; the person's unsent messages last. */
  readonly items: readonly TimelineItem[];
  /** Older messages can be loaded. */
  readonly hasBefore: boolean;
  /** Newer messages can be loaded: the timeline shows an older stretch. */
  readonly hasAfter: boolean;
}

/** What one conversation's view shows: an unbroken stretch of its messages, and what waits to be sent. */
export class TimelineStore implements ReadonlyStore<Timeline> {
  readonly #model: ConversationModel;
  readonly #outbox: ReadonlyStore<readonly OutboxEntry[]>;
  readonly #userId: () => string;
  readonly #timeline: Store<Timeline>;
  /** A seq within the stretch shown; null until one is loaded. */
  #anchor: number | null = null;
  /** The person is at the newest messages, not at an older stretch. */
  #atNewest = true;
  #epoch = 0;

  constructor(model: ConversationModel, outbox: ReadonlyStore<readonly OutboxEntry[]>, userId: () => string) {
    this.#model = model;
    this.#outbox = outbox;
    this.#userId = userId;
    this.#timeline = new Store(this.#compute());
    model.revision.subscribe(() => this.#refresh());
    outbox.subscribe(() => this.#refresh());
  }

  get(): Timeline {
    return this.#timeline.get();
  }

  subscribe(listener: (timeline: Timeline) => void): () => void {
    return this.#timeline.subscribe(listener);
  }

  /** @internal The stretch shown; null when nothing is loaded. */
  get run(): Run | null {
    return this.#anchor === null ? null : this.#model.log.runAround(this.#anchor);
  }

  /** @internal Shows the stretch around a message that is held. */
  showAround(seq: number): void {
    this.#anchor = seq;
    this.#atNewest = false;
    this.#refresh();
  }

  /** @internal Shows the newest stretch. */
  showNewest(): void {
    this.#anchor = null;
    this.#atNewest = true;
    this.#refresh();
  }

  #refresh(): void {
    this.#timeline.set(this.#compute());
  }

  #compute(): Timeline {
    const { log } = this.#model;
    const lastSeq = this.#model.view.get()?.lastSeq ?? log.newest;
    if (this.#epoch !== log.epoch) {
      // All messages were replaced: what is left around the anchor may be a single one that changed just now.
      this.#epoch = log.epoch;
      this.#anchor = null;
    }
    if (this.#anchor === null && log.get(lastSeq) !== undefined) this.#anchor = lastSeq;
    const run = this.run;
    const hasAfter = run !== null && run.to < lastSeq;
    if (!hasAfter) this.#atNewest = true;
    return {
      loaded: run !== null || (this.#model.version !== null && lastSeq === 0),
      items: [...this.#messages(run), ...(this.#atNewest ? this.#pending() : [])],
      hasBefore: run === null ? lastSeq > 0 : run.from > log.start,
      hasAfter,
    };
  }

  #messages(run: Run | null): TimelineItem[] {
    const messages = run === null ? [] : this.#model.log.slice(run);
    return messages.map((message) => ({ kind: 'message', key: keyOf(message), message }));
  }

  /** What the log holds is not shown again, by whatever way and in whatever order the two arrived. */
  #pending(): TimelineItem[] {
    return this.#outbox
      .get()
      .filter((entry) => entry.conversationId === this.#model.id && !this.#model.holds(entry))
      .map((entry) => ({ kind: 'pending', key: `${this.#userId()}:${entry.clientMessageId}`, entry }));
  }
}

function keyOf(message: Message): string {
  return message.clientMessageId === null ? `${message.seq}` : `${message.senderId}:${message.clientMessageId}`;
}
