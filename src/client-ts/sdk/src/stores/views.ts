import type { OutboxEntry } from '../outbox/outbox-entry.js';
import type { Pace } from '../platform/pace.js';
import type { ConversationModel } from './conversation-model.js';
import type { ConversationsStore } from './conversations-store.js';
import { PinsStore } from './pins-store.js';
import type { ReadonlyStore } from './store.js';
import { TimelineStore } from './timeline-store.js';

export interface ViewsDependencies {
  readonly conversations: ConversationsStore;
  readonly outbox: ReadonlyStore<readonly OutboxEntry[]>;
  readonly userId: () => string;
  /** Nobody watches a timeline any more. */
  readonly left: (model: ConversationModel) => void;
  readonly pace: Pace | undefined;
}

/** What is shown of single conversations, made when it is first asked for. */
export class Views {
  readonly #deps: ViewsDependencies;
  readonly #timelines = new Map<string, TimelineStore>();
  readonly #pins = new Map<string, PinsStore>();

  constructor(deps: ViewsDependencies) {
    this.#deps = deps;
  }

  timeline(conversationId: string): TimelineStore {
    const known = this.#timelines.get(conversationId);
    if (known !== undefined) return known;
    const { conversations, outbox, userId, left, pace } = this.#deps;
    const model = conversations.model(conversationId);
    const timeline = new TimelineStore(model, outbox, userId, { left: () => left(model), ...(pace && { pace }) });
    this.#timelines.set(conversationId, timeline);
    return timeline;
  }

  /** Undefined while nobody has asked for it. */
  knownTimeline(conversationId: string): TimelineStore | undefined {
    return this.#timelines.get(conversationId);
  }

  pins(conversationId: string): PinsStore {
    const known = this.#pins.get(conversationId);
    if (known !== undefined) return known;
    const pins = new PinsStore(this.#deps.conversations.model(conversationId));
    this.#pins.set(conversationId, pins);
    return pins;
  }
}
