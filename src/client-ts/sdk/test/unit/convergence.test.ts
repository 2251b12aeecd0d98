import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contact, Message } from '../../src/api/types.js';
import { silentLogger } from '../../src/platform/logger.js';
import { ContactsStore } from '../../src/stores/contacts-store.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { Store } from '../../src/stores/store.js';
import { TimelineStore } from '../../src/stores/timeline-store.js';
import { HistoryLoader } from '../../src/sync/history-loader.js';
import { Synchronizer } from '../../src/sync/synchronizer.js';
import { me, peer, seeded } from './builders.js';
import { ModelServer } from './model-server.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A client whose pushes and answers pass through hands that lose, double, delay and disorder them. */
class Scenario {
  readonly contacts = new ContactsStore();
  readonly server = new ModelServer(['d.1', 'd.2', 'd.3']);
  readonly #random: () => number;
  readonly #conversations = new ConversationsStore(
    () => me,
    () => 0,
    () => {},
  );
  readonly #sync: Synchronizer;
  readonly #history: HistoryLoader;
  readonly #timelines: ReadonlyMap<string, TimelineStore>;
  #pushes: Message[] = [];
  #answers: (() => void)[] = [];
  #connection = new AbortController();

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#sync = new Synchronizer({
      conversations: this.#conversations,
      subscribed: () => Promise.resolve(),
      inbox: () => this.#inbox(),
      conversation: (id) => this.#later(this.server.conversation(id)),
      sync: (request) => this.#later(this.server.sync(request)),
      described: () => {},
      removed: () => {},
      contacts: this.contacts,
      random: this.#random,
      logger: silentLogger,
    });
    this.#history = new HistoryLoader({
      history: (id, query) => this.#later(this.server.history(id, query)),
      seen: (id, version) => this.#sync.expect(id, version),
    });
    const noOutbox = new Store([]);
    this.#timelines = new Map(
      this.server.ids.map((id) => [id, new TimelineStore(this.#conversations.model(id), noOutbox, () => me)]),
    );
  }

  async step(): Promise<void> {
    const id = this.#pick(this.server.ids);
    const messages = this.server.messages(id);
    const dice = this.#random();
    if (dice < 0.3) this.#pushes.push(this.server.send(id, this.#random() < 0.3 ? me : peer));
    else if (dice < 0.45 && messages.length > 0) this.#pushes.push(this.#edit(id, this.#pick(messages).seq));
    else if (dice < 0.75) this.#deliverPush();
    else if (dice < 0.85)
      this.#answers.splice(Math.floor(this.#random() * this.#answers.length), 1).forEach((answer) => answer());
    else if (dice < 0.92) void this.#history.before(this.#conversations.model(id), this.#timeline(id));
    else if (dice < 0.95) void this.#reconnect();
    else if (dice < 0.97) this.#changeContact();
    else await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(0);
  }

  /** Everything under way arrives, and one more sync runs. */
  async settle(): Promise<void> {
    let caughtUp = false;
    void this.#reconnect().then(() => (caughtUp = true));
    await this.#until(() => caughtUp);
    for (const id of this.server.ids) {
      await this.#until(
        () =>
          this.#timeline(id).get().loaded ||
          void this.#history.newest(this.#conversations.model(id), this.#timeline(id)),
      );
      await this.#until(
        () =>
          !this.#timeline(id).get().hasBefore ||
          void this.#history.before(this.#conversations.model(id), this.#timeline(id)),
      );
    }
  }

  held(id: string): readonly string[] {
    return this.#timeline(id)
      .get()
      .items.map((item) => (item.kind === 'message' ? summary(item.message) : 'pending'));
  }

  described(id: string): unknown {
    return this.#conversations.conversation(id).get();
  }

  async *#inbox() {
    yield await this.#later(this.server.ids.map((id) => this.server.conversation(id)));
  }

  /** The answer is made now and arrives when the scenario lets it. */
  #later<T>(answer: T): Promise<T> {
    return new Promise((resolve) => this.#answers.push(() => resolve(answer)));
  }

  #reconnect(): Promise<void> {
    this.#connection.abort();
    this.#connection = new AbortController();
    return this.#sync.catchUp(this.#connection.signal);
  }

  /** Pushes to one person come in order, or not at all. */
  #changeContact(): void {
    const changed = this.server.changeContact(`u.${Math.floor(this.#random() * 5)}`, this.#pick(['accepted', 'blocked', 'removed']));
    if (this.#random() < 0.6) this.#sync.onContact(changed);
  }

  #edit(id: string, seq: number): Message {
    const deleted = this.#random() < 0.3;
    return this.server.change(
      id,
      seq,
      deleted ? { content: '', deletedAt: '2024-01-02T00:00:00Z' } : { content: `edit ${this.#random()}` },
    );
  }

  #deliverPush(): void {
    const late = this.#random() < 0.2;
    const [push] = this.#pushes.splice(late ? Math.floor(this.#random() * this.#pushes.length) : 0, 1);
    if (push === undefined) return;
    const fate = this.#random();
    if (fate < 0.15) return;
    this.#sync.onMessage(push);
    if (fate > 0.85) this.#pushes.push(push);
  }

  async #until(condition: () => boolean | void): Promise<void> {
    for (let tries = 0; tries < 1_000; tries++) {
      if (condition() === true) return;
      this.#answers.splice(0).forEach((answer) => answer());
      await vi.advanceTimersByTimeAsync(100);
    }
    throw new Error('The client did not settle.');
  }

  #timeline(id: string): TimelineStore {
    const timeline = this.#timelines.get(id);
    if (timeline === undefined) throw new Error(`No timeline ${id}.`);
    return timeline;
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }
}

function byId(contacts: readonly Contact[]): readonly Contact[] {
  return [...contacts].sort((left, right) => (left.user.id < right.user.id ? -1 : 1));
}

function summary(one: Message): string {
  return `${one.seq} v${one.version} ${one.senderId} ${one.deletedAt ?? ''} ${one.content}`;
}

describe('a client whose pushes are lost, doubled, late and out of order', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('ends up equal to the server (seed %i)', async (seed) => {
    const scenario = new Scenario(seed);
    for (let step = 0; step < 400; step++) await scenario.step();
    await scenario.settle();
    expect(byId([...scenario.contacts.get().values()])).toEqual(byId(scenario.server.contacts));
    for (const id of scenario.server.ids) {
      expect(scenario.held(id)).toEqual(scenario.server.messages(id).map(summary));
      expect(scenario.described(id)).toEqual(scenario.server.conversation(id));
    }
  });
});
