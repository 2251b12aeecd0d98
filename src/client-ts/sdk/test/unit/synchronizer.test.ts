import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../src/api/errors.js';
import type { Conversation, SyncAnswer, SyncRequest } from '../../src/api/types.js';
import { silentLogger } from '../../src/platform/logger.js';
import { ContactsStore } from '../../src/stores/contacts-store.js';
import { ConversationsStore } from '../../src/stores/conversations-store.js';
import { Synchronizer } from '../../src/sync/synchronizer.js';
import { contact, conversation, conversationId, me, message } from './builders.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nothing: SyncAnswer = { conversations: [], changes: [], removed: [], contacts: [], next: '1', serverTime: '' };

/** A client whose server answers as the test says. */
class Scenario {
  inbox: readonly Conversation[] = [conversation({ lastSeq: 5, version: 5 })];
  readonly answers: (Partial<SyncAnswer> | ApiError)[] = [];
  readonly requests: SyncRequest[] = [];
  readonly described = vi.fn((id: string) =>
    Promise.resolve(conversation({ id, version: 99, unreadCount: 3, lastSeq: 90 })),
  );
  readonly conversations = new ConversationsStore(
    () => me,
    () => 0,
    () => {},
  );
  readonly contacts = new ContactsStore();
  readonly sync: Synchronizer;
  readonly #connection = new AbortController();
  #hold: Promise<void> = Promise.resolve();

  constructor() {
    const { inbox } = this;
    this.sync = new Synchronizer({
      conversations: this.conversations,
      subscribed: () => Promise.resolve(),
      inbox: async function* () {
        yield inbox;
      },
      conversation: this.described,
      sync: (request) => this.#answer(request),
      described: () => {},
      removed: () => {},
      contacts: this.contacts,
      random: () => 0,
      logger: silentLogger,
    });
  }

  async connect(): Promise<void> {
    void this.sync.catchUp(this.#connection.signal);
    await this.pass();
  }

  /** Answers are made but do not arrive before the result is called. */
  holdAnswers(): () => Promise<void> {
    let release: () => void = () => {};
    this.#hold = new Promise((resolve) => (release = resolve));
    return async () => {
      release();
      await this.pass();
    };
  }

  pass(milliseconds = 0): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(milliseconds);
  }

  get view(): Conversation | null {
    return this.conversations.conversation(conversationId).get();
  }

  async #answer(request: SyncRequest): Promise<SyncAnswer> {
    this.requests.push(request);
    const answer = this.answers.shift() ?? {};
    await this.#hold;
    if (answer instanceof ApiError) throw answer;
    return { ...nothing, ...answer };
  }
}

describe('a synchronizer', () => {
  it('asks from where the inbox and the last answer left off', async () => {
    const scenario = new Scenario();
    await scenario.connect();
    await scenario.connect();
    expect(scenario.requests).toEqual([
      { cursors: { [conversationId]: 5 } },
      { cursors: { [conversationId]: 5 }, since: '1' },
    ]);
  });

  it('asks on while there is more', async () => {
    const scenario = new Scenario();
    const changes = { conversationId, reset: false };
    scenario.answers.push(
      { changes: [{ ...changes, messages: [message({ seq: 6 })], version: 6, more: true }] },
      { changes: [{ ...changes, messages: [message({ seq: 7 })], version: 7, more: false }] },
    );
    await scenario.connect();
    expect(scenario.requests.map((request) => request.cursors[conversationId])).toEqual([5, 6]);
    expect(scenario.view).toMatchObject({ version: 7, lastSeq: 7 });
  });

  it('asks once for a burst of pushes beyond a gap, and once more for what came meanwhile', async () => {
    const scenario = new Scenario();
    await scenario.connect();
    const arrive = scenario.holdAnswers();
    const missed = [6, 7, 8, 9].map((seq) => message({ seq }));
    scenario.answers.push({ changes: [{ conversationId, messages: missed, version: 9, reset: false, more: false }] });
    [7, 8, 9].forEach((seq) => scenario.sync.onMessage(message({ seq })));
    await arrive();
    await scenario.pass(5_000);
    expect(scenario.requests).toHaveLength(3);
    expect(scenario.view).toMatchObject({ version: 9, lastSeq: 9, unreadCount: 4 });
  });

  it('waits a moment for a push that it was told of, then asks', async () => {
    const scenario = new Scenario();
    await scenario.connect();
    scenario.sync.expect(conversationId, 6);
    scenario.sync.onMessage(message({ seq: 6 }));
    await scenario.pass(5_000);
    expect(scenario.requests).toHaveLength(1);
    scenario.sync.expect(conversationId, 7);
    await scenario.pass(5_000);
    expect(scenario.requests).toHaveLength(2);
  });

  it('waits as long as a busy server asks', async () => {
    const scenario = new Scenario();
    scenario.answers.push(new ApiError('unavailable', 'busy', { retryAfter: 4_000 }));
    await scenario.connect();
    await scenario.pass(3_999);
    expect(scenario.requests).toHaveLength(1);
    await scenario.pass(1);
    expect(scenario.requests).toHaveLength(2);
  });

  it('forgets what is no longer there', async () => {
    const scenario = new Scenario();
    scenario.answers.push({ removed: [conversationId] });
    await scenario.connect();
    expect(scenario.view).toBeNull();
    expect(scenario.conversations.cursors()).toEqual({});
  });

  it('believes a server that was set back to an older state', async () => {
    const scenario = new Scenario();
    await scenario.connect();
    const messages = [1, 2].map((seq) => message({ seq, content: 'restored' }));
    scenario.answers.push({
      conversations: [conversation({ lastSeq: 2, version: 2 })],
      changes: [{ conversationId, messages, version: 2, reset: true, more: false }],
    });
    await scenario.connect();
    expect(scenario.view).toMatchObject({ lastSeq: 2, version: 2 });
    expect(scenario.conversations.model(conversationId).version).toBe(2);
  });

  it('does not bring back what was removed while an answer was on its way', async () => {
    const scenario = new Scenario();
    await scenario.connect();
    const arrive = scenario.holdAnswers();
    const changes = { conversationId, messages: [message({ seq: 6 })], version: 6, reset: false, more: false };
    scenario.answers.push({ conversations: [conversation({ version: 6 })], changes: [changes] });
    scenario.sync.resync();
    await scenario.pass();
    scenario.sync.onRemoved(conversationId);
    await arrive();
    expect(scenario.view).toBeNull();
  });

  it('holds all contacts after the first sync, and what changed after the next ones', async () => {
    const scenario = new Scenario();
    scenario.contacts.apply(contact('u.gone'));
    scenario.answers.push(
      { contacts: [contact('u.1'), contact('u.2')] },
      { contacts: [contact('u.1', 'removed'), contact('u.3', 'blocked')] },
    );
    await scenario.connect();
    expect([...scenario.contacts.get().keys()]).toEqual(['u.1', 'u.2']);
    await scenario.connect();
    expect([...scenario.contacts.get().values()].map(({ user, status }) => [user.id, status])).toEqual([
      ['u.2', 'accepted'],
      ['u.3', 'blocked'],
    ]);
  });

  it('believes a contact that was pushed during a sync, and asks once more', async () => {
    const scenario = new Scenario();
    scenario.answers.push({ contacts: [contact('u.1', 'pendingIncoming')] });
    const arrive = scenario.holdAnswers();
    await scenario.connect();
    scenario.sync.onContact(contact('u.1', 'accepted'));
    await arrive();
    expect(scenario.contacts.get().get('u.1')?.status).toBe('accepted');
    expect(scenario.requests).toHaveLength(2);
  });

  it('describes a conversation anew after a reset that came without a description', async () => {
    const scenario = new Scenario();
    const messages = [message({ seq: 90, version: 99 })];
    scenario.answers.push({ changes: [{ conversationId, messages, version: 99, reset: true, more: false }] });
    await scenario.connect();
    expect(scenario.described).toHaveBeenCalledExactlyOnceWith(conversationId);
    expect(scenario.view).toMatchObject({ lastSeq: 90, unreadCount: 3 });
  });
});
