import type { HistoryQuery } from '../api/messages-api.js';
import type { History } from '../api/types.js';
import type { ConversationModel } from '../stores/conversation-model.js';
import type { TimelineStore } from '../stores/timeline-store.js';

export interface HistoryLoaderDependencies {
  readonly history: (conversationId: string, query: HistoryQuery) => Promise<History>;
  /** A message of this version was read. */
  readonly seen: (conversationId: string, version: number) => void;
}

/** Loads stretches of older messages into a timeline; equal requests under way are one. */
export class HistoryLoader {
  readonly #deps: HistoryLoaderDependencies;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(deps: HistoryLoaderDependencies) {
    this.#deps = deps;
  }

  /** The newest messages; shows them. */
  newest(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    return this.#once(model, {}, () => timeline.showNewest());
  }

  /** What comes before the stretch shown. */
  async before(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    if (!timeline.get().hasBefore) return;
    const run = timeline.run;
    await (run === null ? this.newest(model, timeline) : this.#once(model, { before: run.from }));
  }

  /** What comes after the stretch shown. */
  async after(model: ConversationModel, timeline: TimelineStore): Promise<void> {
    const run = timeline.run;
    if (run !== null && timeline.get().hasAfter) await this.#once(model, { after: run.to });
  }

  /** The messages around a seq; shows them. */
  async around(model: ConversationModel, timeline: TimelineStore, seq: number): Promise<void> {
    if (model.log.get(seq) === undefined) await this.#once(model, { around: seq });
    if (model.log.get(seq) !== undefined) timeline.showAround(seq);
  }

  /** The messages of these seqs, wherever they lie; shows nothing. */
  async each(model: ConversationModel, seqs: readonly number[]): Promise<void> {
    for (const seq of seqs) {
      if (model.log.get(seq) === undefined) await this.#once(model, { around: seq, limit: 1 });
    }
  }

  #once(model: ConversationModel, query: HistoryQuery, loaded: () => void = () => {}): Promise<void> {
    const key = `${model.id} ${JSON.stringify(query)}`;
    const loading = this.#loading.get(key);
    if (loading !== undefined) return loading;
    const started = this.#load(model, query)
      .then(loaded)
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, started);
    return started;
  }

  async #load(model: ConversationModel, query: HistoryQuery): Promise<void> {
    const { epoch } = model.log;
    const page = await this.#deps.history(model.id, query);
    // Read before all messages were replaced, so it may be older than they are: read again.
    if (model.log.epoch !== epoch) return this.#load(model, query);
    if (!page.hasBefore && query.after === undefined) model.log.startsAt(page.items[0]?.seq ?? query.before ?? 1);
    model.applyHistory(page.items);
    this.#deps.seen(model.id, Math.max(0, ...page.items.map((message) => message.version)));
  }
}
