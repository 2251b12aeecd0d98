import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CacheStorage } from '../../src/cache/cache-storage.js';
import { memoryCache } from '../../src/cache/cache-storage.js';
import { LocalCache } from '../../src/cache/local-cache.js';
import type { Contact, Conversation, Message } from '../../src/api/types.js';
import { silentLogger } from '../../src/platform/logger.js';
import { ContactsStore } from '../../src/stores/contacts-store.js';
import type { ConversationModel } from '../../src/stores/conversation-model.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { Store } from '../../src/stores/store.js';
import { TimelineStore } from '../../src/stores/timeline-store.js';
import { UsersStore } from '../../src/stores/users-store.js';
import { HistoryLoader } from '../../src/sync/history-loader.js';
import { Synchronizer } from '../../src/sync/synchronizer.js';
import { me, peer, seeded } from './builders.js';
import { ModelServer } from './model-server.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How a client reaches the server. */
interface Wire {
  inbox(): AsyncGenerator<readonly Conversation[]>;
  /** The answer is made now and arrives when the scenario lets it. */
  later<T>(answer: T): Promise<T>;
  random(): number;
}

/** The parts of one client, which live until the next restart. */
class Client {
  readonly contacts = new ContactsStore();
  readonly users = new UsersStore(() => Promise.reject(new Error('unused')), silentLogger);
  readonly conversations = new ConversationsStore(
    () => me,
    () => 0,
    (model) => this.cache.note(model),
  );
  readonly cache = new LocalCache(this, silentLogger);
  readonly sync: Synchronizer;
  readonly history: HistoryLoader;
  readonly timelines: ReadonlyMap<string, TimelineStore>;
  readonly #restored: Promise<boolean>;
  #connection = new AbortController();

  constructor(server: ModelServer, wire: Wire, storage: CacheStorage) {
    this.#restored = this.cache.open(storage);
    this.sync = new Synchronizer({
      conversations: this.conversations,
      subscribed: () => Promise.resolve(),
      inbox: () => wire.inbox(),
      conversation: (id) => wire.later(server.conversation(id)),
      sync: (request) => wire.later(server.sync(request)),
      described: () => {},
      removed: () => {},
      contacts: this.contacts,
      random: () => wire.random(),
      logger: silentLogger,
    });
    this.history = new HistoryLoader({
      history: (id, query) => wire.later(server.history(id, query)),
      seen: (id, version) => this.sync.expect(id, version),
    });
    const noOutbox = new Store([]);
    this.timelines = new Map(
      server.ids.map((id) => [id, new TimelineStore(this.conversations.model(id), noOutbox, () => me)]),
    );
  }

  async reconnect(): Promise<void> {
    this.#connection.abort();
    const connection = (this.#connection = new AbortController());
    await this.#restored;
    await this.sync.catchUp(connection.signal);
  }

  /** Like a tab that is closed, or killed before it could write. */
  end(isKilled: boolean): void {
    this.#connection.abort();
    if (isKilled) void this.cache.open(memoryCache());
    this.cache.close();
  }

  timeline(id: string): TimelineStore {
    const timeline = this.timelines.get(id);
    if (timeline === undefined) throw new Error(`No timeline ${id}.`);
    return timeline;
  }

  model(id: string): ConversationModel {
    return this.conversations.model(id);
  }
}

/** A client whose pushes and answers pass through hands that lose, double, delay and disorder them, and which is restarted. */
class Scenario implements Wire {
  readonly server = new ModelServer(['d.1', 'd.2', 'd.3']);
  readonly random: () => number;
  readonly #storage = memoryCache();
  #client: Client;
  #pushes: Message[] = [];
  #answers: (() => void)[] = [];

  constructor(seed: number) {
    this.random = seeded(seed);
    this.#client = new Client(this.server, this, this.#storage);
  }

  async step(): Promise<void> {
    const id = this.#pick(this.server.ids);
    const messages = this.server.messages(id);
    const dice = this.random();
    if (dice < 0.3) this.#push(this.server.send(id, this.random() < 0.3 ? me : peer));
    else if (dice < 0.45 && messages.length > 0) this.#push(this.#edit(id, this.#pick(messages).seq));
    else if (dice < 0.75) this.#deliverPush();
    else if (dice < 0.85)
      this.#answers.splice(Math.floor(this.random() * this.#answers.length), 1).forEach((answer) => answer());
    else if (dice < 0.92) void this.#client.history.before(this.#client.model(id), this.#client.timeline(id));
    else if (dice < 0.94) void this.#client.reconnect();
    else if (dice < 0.95) this.#restart();
    else if (dice < 0.97) this.#changeContact();
    else await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(0);
  }

  /** Everything under way arrives, and one more sync runs. */
  /** Everything under way arrives, and one more sync runs. */
  async settle(): Promise<void> {
    let caughtUp = false;
    void this.#client.reconnect().then(() => (caughtUp = true));
    await this.#until(() => caughtUp);
    for (const id of this.server.joined) {
      const { history } = this.#client;
      const [model, timeline] = [this.#client.model(id), this.#client.timeline(id)];
      await this.#until(() => timeline.get().loaded || void history.newest(model, timeline));
      await this.#until(() => !timeline.get().hasBefore || void history.before(model, timeline));
    }
  }

  held(id: string): readonly string[] {
    return this.#client
      .timeline(id)
      .get()
      .items.map((item) => (item.kind === 'message' ? summary(item.message) : 'pending'));
  }

  described(id: string): unknown {
    return this.#client.conversations.conversation(id).get();
  }

  get contacts(): readonly Contact[] {
    return [...this.#client.contacts.get().values()];
  }

  async *inbox() {
    yield await this.later(this.server.joined.map((id) => this.server.conversation(id)));
  }

  later<T>(answer: T): Promise<T> {
    return new Promise((resolve) => this.#answers.push(() => resolve(answer)));
  }

  /** The next client takes up what the last one has kept; meanwhile the person may be taken out of a conversation. */
  #restart(): void {
    this.#client.end(this.random() < 0.5);
    const id = this.#pick(this.server.ids);
    this.server.setJoined(id, this.random() < 0.6);
    this.#answers = [];
    this.#pushes = [];
    this.#client = new Client(this.server, this, this.#storage);
    void this.#client.reconnect();
  }

  #push(message: Message): void {
    if (this.server.joined.includes(message.conversationId)) this.#pushes.push(message);
  }

  /** Pushes to one person come in order, or not at all. */
  #changeContact(): void {
    const changed = this.server.changeContact(`u.${Math.floor(this.random() * 5)}`, this.#pick(['accepted', 'blocked', 'removed']));
    if (this.random() < 0.6) this.#client.sync.onContact(changed);
  }

  #edit(id: string, seq: number): Message {
    const deleted = this.random() < 0.3;
    return this.server.change(
      id,
      seq,
      deleted ? { content: '', deletedAt: '2024-01-02T00:00:00Z' } : { content: `edit ${this.random()}` },
    );
  }

  #deliverPush(): void {
    const late = this.random() < 0.2;
    const [push] = this.#pushes.splice(late ? Math.floor(this.random() * this.#pushes.length) : 0, 1);
    if (push === undefined) return;
    const fate = this.random();
    if (fate < 0.15) return;
    this.#client.sync.onMessage(push);
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

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }
}

function byId(contacts: readonly Contact[]): readonly Contact[] {
  return [...contacts].sort((left, right) => (left.user.id < right.user.id ? -1 : 1));
}

function summary(one: Message): string {
  return `${one.seq} v${one.version} ${one.senderId} ${one.deletedAt ?? ''} ${one.content}`;
}

describe('a client whose pushes are lost, doubled, late and out of order, and which is closed and killed', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed + 1))('ends up equal to the server (seed %i)', async (seed) => {
    const scenario = new Scenario(seed);
    for (let step = 0; step < 400; step++) await scenario.step();
    await scenario.settle();
    expect(byId(scenario.contacts)).toEqual(byId(scenario.server.contacts));
    for (const id of scenario.server.ids) {
      const isIn = scenario.server.joined.includes(id);
      expect(scenario.held(id)).toEqual(isIn ? scenario.server.messages(id).map(summary) : []);
      expect(scenario.described(id)).toEqual(isIn ? scenario.server.conversation(id) : null);
    }
  });
});
