import { ApiError } from '../api/errors.js';
import type { Contact, Conversation, Message, SyncAnswer, SyncRequest } from '../api/types.js';
import { backoff } from '../platform/backoff.js';
import { delay } from '../platform/delay.js';
import type { Logger } from '../platform/logger.js';
import type { ContactsStore } from '../stores/contacts-store.js';
import type { ConversationsStore } from '../stores/conversations-store.js';

export interface SynchronizerDependencies {
  readonly conversations: ConversationsStore;
  /** Answers once the server has subscribed this connection, so that nothing falls between a sync and the pushes. */
  readonly subscribed: () => Promise<unknown>;
  readonly inbox: () => AsyncIterable<readonly Conversation[]>;
  readonly conversation: (id: string) => Promise<Conversation>;
  readonly sync: (request: SyncRequest, signal: AbortSignal) => Promise<SyncAnswer>;
  /** A description came by, with profiles in it. */
  readonly described: (conversation: Conversation) => void;
  readonly removed: (conversationId: string) => void;
  readonly contacts: ContactsStore;
  readonly random: () => number;
  readonly logger: Logger;
}

/** A version that the server spoke of and that no push brought within this time (milliseconds) was missed. */
const patience = 1_000;

/**
 * Keeps the conversations equal to the server's. Pushes are taken as hints; after every connect, on any gap and when
 * the server asks for it, one sync brings what was missed. At most one runs at a time; what is asked meanwhile makes it
 * run once more.
 */
export class Synchronizer {
  readonly #deps: SynchronizerDependencies;
  #since: string | undefined;
  #inboxLoaded = false;
  #connected: AbortSignal = AbortSignal.abort();
  #running: Promise<void> | null = null;
  #again = false;
  /** Versions that the server spoke of, by conversation. */
  readonly #expected = new Map<string, number>();
  /** Membership as pushed during a sync, which its answer may not know yet. */
  #membership = new Map<string, 'added' | 'removed'>();
  /** Contacts as pushed during a sync, by user: likewise. */
  #contacted = new Set<string>();

  constructor(deps: SynchronizerDependencies) {
    this.#deps = deps;
  }

  /** A connection opened: brings everything up to date, or fails with the connection. */
  async catchUp(connected: AbortSignal): Promise<void> {
    this.#connected = connected;
    await this.#deps.subscribed();
    if (!this.#inboxLoaded) await this.#loadInbox(connected);
    await this.#request();
  }

  /** Another person signs in. */
  clear(): void {
    this.#connected = AbortSignal.abort();
    this.#since = undefined;
    this.#inboxLoaded = false;
    this.#again = false;
  }

  onMessage(message: Message): void {
    const model = this.#deps.conversations.model(message.conversationId);
    model.apply(message);
    if (!model.hasGap) return;
    this.resync();
    this.expect(message.conversationId, message.version);
  }

  onConversation(conversation: Conversation): void {
    const isNew = this.#deps.conversations.conversation(conversation.id).get() === null;
    if (isNew) this.#membership.set(conversation.id, 'added');
    this.#describe(conversation);
    this.expect(conversation.id, conversation.version);
  }

  onRemoved(conversationId: string): void {
    this.#membership.set(conversationId, 'removed');
    this.#remove(conversationId);
  }

  onContact(contact: Contact): void {
    this.#contacted.add(contact.user.id);
    this.#deps.contacts.apply(contact);
  }

  /** Reads one conversation's description anew. */
  async refresh(conversationId: string): Promise<void> {
    try {
      this.onConversation(await this.#deps.conversation(conversationId));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'not_found') throw error;
      this.#remove(conversationId);
    }
  }

  /** The server may have changes that this client has not. */
  resync(): void {
    if (this.#connected.aborted || !this.#inboxLoaded) return;
    this.#request().catch((error: unknown) => this.#deps.logger.warn('A sync failed.', error));
  }

  /** The server spoke of this version: its push should arrive, and if it does not, a sync fetches it. */
  expect(conversationId: string, version: number): void {
    if (!this.#isMissing(conversationId, version)) return;
    const isWaiting = this.#expected.size > 0;
    this.#expected.set(conversationId, Math.max(version, this.#expected.get(conversationId) ?? 0));
    if (isWaiting) return;
    const signal = this.#connected;
    void delay(patience, signal).then(() => {
      const expected = [...this.#expected];
      this.#expected.clear();
      if (!signal.aborted && expected.some(([id, wanted]) => this.#isMissing(id, wanted))) this.resync();
    });
  }

  #isMissing(conversationId: string, version: number): boolean {
    const known = this.#deps.conversations.model(conversationId).version;
    return known !== null && known < version;
  }

  async #loadInbox(signal: AbortSignal): Promise<void> {
    const { conversations } = this.#deps;
    for await (const page of this.#deps.inbox()) {
      if (signal.aborted) return;
      page.forEach((conversation) => this.#describe(conversation));
      conversations.setLoaded();
    }
    this.#inboxLoaded = true;
  }

  #request(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#syncUntilCurrent().finally(() => (this.#running = null));
    return this.#running;
  }

  async #syncUntilCurrent(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const signal = this.#connected;
      this.#membership = new Map();
      this.#contacted = new Set();
      const isWhole = this.#since === undefined;
      const cursors = this.#deps.conversations.cursors();
      const answer = await this.#ask(cursors, signal);
      if (answer === null) continue;
      this.#forgetUndone(answer, cursors);
      this.#applyContacts(answer.contacts, isWhole);
      const outdated = this.#apply(answer);
      for (const id of outdated) await this.refresh(id);
      this.#again ||= answer.changes.some((changes) => changes.more);
    }
  }

  /** @returns null when the connection was lost meanwhile. */
  async #ask(cursors: Record<string, number>, signal: AbortSignal): Promise<SyncAnswer | null> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        const request = this.#since === undefined ? { cursors } : { cursors, since: this.#since };
        const answer = await this.#deps.sync(request, signal);
        return signal.aborted ? null : answer;
      } catch (error) {
        if (signal.aborted) return null;
        if (!(error instanceof ApiError) || error.permanent || error.code === 'unauthenticated') throw error;
        await delay((error.retryAfter ?? 0) + backoff(attempt, this.#deps.random), signal);
      }
    }
    return null;
  }

  /** A server that starts anew from a version that was known has been set back: what is known did not happen. */
  #forgetUndone(answer: SyncAnswer, cursors: Record<string, number>): void {
    for (const { conversationId, version, reset } of answer.changes) {
      if (reset && version <= (cursors[conversationId] ?? -1)) this.#deps.conversations.model(conversationId).clear();
    }
  }

  /** @returns the conversations whose description is older than their messages. */
  #apply(answer: SyncAnswer): readonly string[] {
    const { conversations } = this.#deps;
    const isGone = (id: string) => this.#membership.get(id) === 'removed';
    for (const conversation of answer.conversations) if (!isGone(conversation.id)) this.#describe(conversation);
    for (const changes of answer.changes) {
      if (!isGone(changes.conversationId)) conversations.model(changes.conversationId).applyChanges(changes);
    }
    for (const id of answer.removed) if (this.#membership.get(id) !== 'added') this.#remove(id);
    conversations.setLoaded();
    this.#since = answer.next;
    // What membership changed during the sync, its answer may show as it was before.
    this.#again ||= this.#membership.size > 0;
    return answer.changes
      .map((changes) => changes.conversationId)
      .filter((id) => !isGone(id) && conversations.model(id).isOutdated);
  }

  #applyContacts(contacts: readonly Contact[], isWhole: boolean): void {
    if (isWhole) this.#deps.contacts.replace(contacts, this.#contacted);
    else this.#deps.contacts.applyAll(contacts.filter(({ user }) => !this.#contacted.has(user.id)));
    this.#again ||= this.#contacted.size > 0;
  }

  #describe(conversation: Conversation): void {
    this.#deps.conversations.describe(conversation);
    this.#deps.described(conversation);
  }

  #remove(conversationId: string): void {
    this.#deps.conversations.remove(conversationId);
    this.#deps.removed(conversationId);
  }
}
