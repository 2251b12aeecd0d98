import type { HistoryQuery } from '../api/messages-api.js';
import type { History, Message } from '../api/types.js';
import type { ConversationModel } from '../stores/conversation-model.js';
import type { TimelineStore } from '../stores/timeline-store.js';

export interface HistoryLoaderDependencies {
  readonly history: (conversationId: string, query: HistoryQuery) => Promise<History>;
  /** A message of this version was read. */
  readonly seen: (conversationId: string, version: number) => void;
}

/** Of a conversation that is looked at so many messages are held (some 500 bytes each) before those far away are forgotten. */
const maxHeld = 5_000;

/** What is kept then on either side of the stretch shown. */
const keptAround = 500;

/** What is kept of the newest messages, also of conversations that nobody looks at. */
const keptNewest = 100;

/** Unread ones are counted from what is held, up to here. */
const keptUnread = 1_000;

/** Loads stretches of messages into a timeline, from the log as far as it holds them; equal tasks under way are one. */
export class HistoryLoader {
  readonly #deps: HistoryLoaderDependencies;
  /** What is being read, by conversation and task. */
  readonly #running = new Map<string, Promise<unknown>>();
  /** The task that is to say what a timeline shows: the last one asked for, whichever is answered last. */
  readonly #wanted = new WeakMap<TimelineStore, string>();

  constructor(deps: HistoryLoaderDependencies) {
    this.#deps = deps;
  }

  /** The newest messages; shows them. */
  newest(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    const task = 'newest';
    this.#wanted.set(timeline, task);
    return this.#show(model, timeline, task, async () => {
      await this.#load(model, {});
      if (this.#wanted.get(timeline) === task) timeline.showNewest();
    });
  }

  /** The oldest messages that there are for the person; shows them. */
  oldest(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    const task = 'oldest';
    this.#wanted.set(timeline, task);
    return this.#show(model, timeline, task, async () => {
      const [first] = await this.#load(model, { after: 0 });
      if (first === undefined) return;
      model.log.startsAt(first.seq);
      if (this.#wanted.get(timeline) === task) timeline.showAround(first.seq);
    });
  }

  /** What comes before the stretch shown. */
  before(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    return this.#show(model, timeline, 'before', async () => {
      const { run } = timeline;
      if (!timeline.get().hasBefore) return;
      if (run === null) return this.newest(model, timeline);
      if (model.log.get(run.from - 1) === undefined) await this.#load(model, { before: run.from });
      await timeline.growStart();
    });
  }

  /** What comes after the stretch shown. */
  after(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    return this.#show(model, timeline, 'after', async () => {
      const { run } = timeline;
      if (run === null || !timeline.get().hasAfter) return;
      if (model.log.get(run.to + 1) === undefined) await this.#load(model, { after: run.to });
      await timeline.growEnd();
    });
  }

  /** The messages around a seq; shows them. */
  around(model: ConversationModel, timeline: TimelineStore, seq: number): Promise<void> {
    const task = `around ${seq}`;
    this.#wanted.set(timeline, task);
    return this.#show(model, timeline, task, async () => {
      const isHeld = (wanted: number) => model.log.get(wanted) !== undefined;
      const isMissing = (wanted: number) =>
        wanted >= model.log.start && wanted <= timeline.lastSeq && !isHeld(wanted);
      if (isHeld(seq)) timeline.showAround(seq);
      if (![seq - 1, seq, seq + 1].some(isMissing)) return;
      await this.#load(model, { around: seq });
      if (isHeld(seq) && this.#wanted.get(timeline) === task) timeline.showAround(seq);
    });
  }

  /**
   * The first message at or after a time (milliseconds since 1970), else the newest ones; shows them. Times ascend with
   * seqs, so a few reads of single messages find it: 17 among 100,000.
   * @returns its seq, or null when all are older.
   */
  at(model: ConversationModel, timeline: TimelineStore, time: number): Promise<number | null> {
    return this.#show(model, timeline, `at ${time}`, () => this.#find(model, timeline, time));
  }

  async #find(model: ConversationModel, timeline: TimelineStore, time: number): Promise<number | null> {
    let from = model.log.start;
    let to = timeline.lastSeq + 1;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      await this.each(model, [middle]);
      const message = model.log.get(middle);
      // What the server does not show is older than the person's joining.
      if (message !== undefined && Date.parse(message.createdAt) >= time) to = middle;
      else from = middle + 1;
    }
    const isFound = from <= timeline.lastSeq;
    await (isFound ? this.around(model, timeline, from) : this.newest(model, timeline));
    return isFound ? from : null;
  }

  /** The messages of these seqs, wherever they lie; shows nothing. */
  async each(model: ConversationModel, seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) {
      if (model.log.get(seq) !== undefined) continue;
      await this.#once(model, `only ${seq}`, () => this.#load(model, { around: seq, limit: 1 }));
    }
  }

  /**
   * Forgets what nobody looks at, where too much is held. Not while something is being read: it may be older than what
   * would be forgotten, and would then be taken for the newest there is.
   */
  tidy(model: ConversationModel, timeline: TimelineStore | undefined): void {
    const { log } = model;
    const run = timeline?.run ?? null;
    const unread = log.newest - (model.view.get()?.readSeq ?? 0);
    const newest = Math.min(Math.max(unread, keptNewest), keptUnread);
    const isWatched = timeline?.isWatched === true;
    const most = isWatched ? maxHeld : 2 * newest + (run === null ? 0 : run.to - run.from);
    if (log.size <= most) return;
    if ([...this.#running.keys()].some((key) => key.startsWith(`${model.id} `))) return;
    const pinned = new Set(model.view.get()?.pinnedSeqs);
    const around = isWatched ? keptAround : 0;
    const isNear = (seq: number) => run !== null && seq >= run.from - around && seq <= run.to + around;
    log.forget((seq) => seq > log.newest - newest || isNear(seq) || pinned.has(seq));
  }

  async #show<T>(model: ConversationModel, timeline: TimelineStore, task: string, run: () => Promise<T>): Promise<T> {
    try {
      return await this.#once(model, task, run);
    } finally {
      this.tidy(model, timeline);
    }
  }

  #once<T>(model: ConversationModel, task: string, run: () => Promise<T>): Promise<T> {
    const key = `${model.id} ${task}`;
    const running = this.#running.get(key) as Promise<T> | undefined;
    if (running !== undefined) return running;
    const started = run().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  async #load(model: ConversationModel, query: HistoryQuery): Promise<readonly Message[]> {
    const { epoch } = model.log;
    const page = await this.#deps.history(model.id, query);
    // Read before all messages were replaced, so it may be older than they are: read again.
    if (model.log.epoch !== epoch) return this.#load(model, query);
    if (!page.hasBefore && query.after === undefined) model.log.startsAt(page.items[0]?.seq ?? query.before ?? 1);
    model.applyHistory(page.items);
    this.#deps.seen(model.id, Math.max(0, ...page.items.map((message) => message.version)));
    return page.items;
  }
}
