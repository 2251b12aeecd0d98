import type { Message } from '../api/types.js';
import type { OutboxEntry } from '../outbox/outbox-entry.js';
import type { Pace } from '../platform/pace.js';
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
  /**
   * Without a hole, ascending; the person's unsent messages last. At most 1,000 messages. An item is the same object as
   * long as its message does not change.
   */
  readonly items: readonly TimelineItem[];
  /** Older messages can be loaded. */
  readonly hasBefore: boolean;
  /** Newer messages can be loaded: the timeline shows an older stretch. */
  readonly hasAfter: boolean;
}

export interface TimelineOptions {
  /** Nobody watches it any more. */
  readonly left?: () => void;
  /** When changes of messages are told: all that come until it runs its work are told as one. Default: at the end of the task. */
  readonly pace?: Pace;
}

/** By so many messages a stretch begins and grows. */
export const pageSize = 50;

const maxMessages = 1_000;

/** What is left after trimming, so that the next page still fits. */
const trimmedTo = maxMessages - pageSize;

/**
 * What one conversation's view shows: an unbroken stretch of its messages, and what waits to be sent. At the newest
 * messages the stretch follows them; else it changes when it is told to grow. Where it grows and where it is trimmed
 * for that changes one after the other, so that a view can keep its place. When nobody watches it any more it goes back
 * to the newest messages.
 */
export class TimelineStore implements ReadonlyStore<Timeline> {
  readonly #model: ConversationModel;
  readonly #outbox: ReadonlyStore<readonly OutboxEntry[]>;
  readonly #userId: () => string;
  readonly #left: () => void;
  readonly #pace: Pace;
  readonly #timeline: Store<Timeline>;
  readonly #items = new WeakMap<Message | OutboxEntry, TimelineItem>();
  /** The stretch shown; null until one is loaded. All of it is held. */
  #shown: Run | null = null;
  /** The person is at the newest messages, not at an older stretch. */
  #atNewest = true;
  #epoch = 0;
  #willTrim = false;
  #willRefresh = false;
  #watchers = 0;

  constructor(
    model: ConversationModel,
    outbox: ReadonlyStore<readonly OutboxEntry[]>,
    userId: () => string,
    { left = () => {}, pace = queueMicrotask }: TimelineOptions = {},
  ) {
    this.#model = model;
    this.#outbox = outbox;
    this.#userId = userId;
    this.#left = left;
    this.#pace = pace;
    this.#follow();
    this.#timeline = new Store(this.#compute());
    model.revision.subscribe(() => this.#refreshSoon());
    outbox.subscribe(() => this.#refresh());
  }

  /** Always as it is now. */
  get(): Timeline {
    if (this.#willRefresh) this.#refresh();
    return this.#timeline.get();
  }

  subscribe(listener: (timeline: Timeline) => void): () => void {
    // What has changed before is no news to it.
    this.get();
    const stop = this.#timeline.subscribe(listener);
    let isStopped = false;
    this.#watchers++;
    return () => {
      if (isStopped) return;
      isStopped = true;
      stop();
      this.#watchers--;
      // A view may be about to watch it anew.
      queueMicrotask(() => this.isWatched || this.#leave());
    };
  }

  /** @internal Somebody looks at it. */
  get isWatched(): boolean {
    return this.#watchers > 0;
  }

  /** @internal The stretch shown; null when nothing is loaded. */
  get run(): Run | null {
    return this.#shown;
  }

  /** @internal The conversation's last seq. */
  get lastSeq(): number {
    return this.#model.view.get()?.lastSeq ?? this.#model.log.newest;
  }

  /** @internal Shows the stretch around a message that is held. */
  showAround(seq: number): void {
    const run = this.#model.log.runAround(seq, pageSize);
    this.#show(run, run.to >= this.lastSeq);
  }

  /** @internal Shows the newest stretch. */
  showNewest(): void {
    const { lastSeq } = this;
    const wasThere = this.#atNewest && this.#shown?.to === lastSeq ? this.#shown : null;
    const run = this.#model.log.get(lastSeq) === undefined ? null : this.#model.log.runAround(lastSeq, pageSize - 1);
    const from = Math.min(run?.from ?? lastSeq, wasThere?.from ?? lastSeq);
    this.#show(run === null ? null : { from, to: lastSeq }, true);
  }

  /** @internal Shows a page more of the older messages that are held, and then less of the newer ones. */
  async growStart(): Promise<void> {
    if (this.#shown === null) return;
    const { to } = this.#shown;
    const { from } = this.#model.log.runAround(this.#shown.from, pageSize);
    this.#show({ from: Math.max(from, to - maxMessages + 1), to }, this.#atNewest);
    await Promise.resolve();
    this.#trimEnd();
  }

  /** @internal Likewise of the newer ones. */
  async growEnd(): Promise<void> {
    if (this.#shown === null) return;
    const { from } = this.#shown;
    const to = Math.min(this.#model.log.runAround(this.#shown.to, pageSize).to, from + maxMessages - 1);
    this.#show({ from, to }, this.#atNewest || to >= this.lastSeq);
    await Promise.resolve();
    this.#trimStart();
  }

  #leave(): void {
    this.#shown = null;
    this.showNewest();
    this.#left();
  }

  #trimEnd(): void {
    const run = this.#shown;
    if (run !== null && run.to - run.from >= trimmedTo) this.#show({ from: run.from, to: run.from + trimmedTo - 1 }, false);
  }

  #trimStart(): void {
    const run = this.#shown;
    if (run !== null && run.to - run.from >= trimmedTo)
      this.#show({ from: run.to - trimmedTo + 1, to: run.to }, this.#atNewest);
  }

  #show(run: Run | null, atNewest: boolean): void {
    this.#shown = run;
    this.#atNewest = atNewest;
    this.#refresh();
  }

  /** Messages come in bursts: what is shown of them follows at once, and is told at the pace of whoever looks. */
  #refreshSoon(): void {
    this.#follow();
    if (this.#willRefresh) return;
    this.#willRefresh = true;
    this.#pace(() => this.#willRefresh && this.#refresh());
  }

  #refresh(): void {
    this.#willRefresh = false;
    this.#follow();
    const now = this.#compute();
    if (!isSame(now, this.#timeline.get())) this.#timeline.set(now);
  }

  /** Finds the newest stretch, and extends it by what has come. */
  #follow(): void {
    const { log } = this.#model;
    const { lastSeq } = this;
    if (this.#epoch !== log.epoch) {
      // All messages were replaced: what is left around the place may be a single one that changed just now.
      this.#epoch = log.epoch;
      this.#shown = null;
      this.#atNewest = true;
    }
    if (this.#shown === null) {
      if (log.get(lastSeq) !== undefined) this.#shown = log.runAround(lastSeq, pageSize - 1);
    } else if (this.#atNewest && log.get(this.#shown.to + 1) !== undefined) {
      const { to } = log.runAround(this.#shown.to, Infinity);
      this.#shown = { from: Math.max(this.#shown.from, to - maxMessages + 1), to };
      if (to - this.#shown.from >= trimmedTo) this.#trimSoon();
    }
  }

  #trimSoon(): void {
    if (this.#willTrim) return;
    this.#willTrim = true;
    queueMicrotask(() => {
      this.#willTrim = false;
      if (this.#atNewest) this.#trimStart();
    });
  }

  #compute(): Timeline {
    const { log, version } = this.#model;
    const { lastSeq } = this;
    const run = this.#shown;
    const messages = run === null ? [] : log.slice(run).map((message) => this.#item(message));
    return {
      loaded: run !== null || (version !== null && lastSeq === 0),
      items: this.#atNewest ? [...messages, ...this.#pending()] : messages,
      hasBefore: run === null ? lastSeq > 0 : run.from > log.start,
      hasAfter: run !== null && run.to < lastSeq,
    };
  }

  /** What the log holds is not shown again, by whatever way and in whatever order the two arrived. */
  #pending(): TimelineItem[] {
    return this.#outbox
      .get()
      .filter((entry) => entry.conversationId === this.#model.id && !this.#model.holds(entry))
      .map((entry) => this.#item(entry));
  }

  #item(of: Message | OutboxEntry): TimelineItem {
    const known = this.#items.get(of);
    if (known !== undefined) return known;
    const item: TimelineItem =
      'seq' in of
        ? { kind: 'message', key: keyOf(of), message: of }
        : { kind: 'pending', key: `${this.#userId()}:${of.clientMessageId}`, entry: of };
    this.#items.set(of, item);
    return item;
  }
}

function isSame(now: Timeline, before: Timeline): boolean {
  return (
    now.loaded === before.loaded &&
    now.hasBefore === before.hasBefore &&
    now.hasAfter === before.hasAfter &&
    now.items.length === before.items.length &&
    now.items.every((item, index) => item === before.items[index])
  );
}

function keyOf(message: Message): string {
  return message.clientMessageId === null ? `${message.seq}` : `${message.senderId}:${message.clientMessageId}`;
}
