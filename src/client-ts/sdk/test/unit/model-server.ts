import type { Contact, Conversation, History, Message, SyncAnswer, SyncChanges, SyncRequest } from '../../src/api/types.js';
import type { HistoryQuery } from '../../src/api/messages-api.js';
import { contact, conversation, me, message } from './builders.js';

/** Small bounds, so that a short test crosses all of them. */
const maxChanges = 5;
const maxBehind = 20;
const resetMessages = 4;
const pageSize = 3;

/** What the contract says of conversations, in memory: the truth that clients have to arrive at. */
export class ModelServer {
  readonly #logs = new Map<string, Message[]>();
  readonly #versions = new Map<string, number>();
  readonly #readSeqs = new Map<string, number>();
  /** Conversations that the person was taken out of. */
  readonly #left = new Set<string>();
  readonly #contacts = new Map<string, { readonly contact: Contact; readonly change: number }>();
  #contactChanges = 0;

  constructor(ids: readonly string[]) {
    for (const id of ids) this.#logs.set(id, []);
  }

  get ids(): readonly string[] {
    return [...this.#logs.keys()];
  }

  /** Those that the person is in. */
  get joined(): readonly string[] {
    return this.ids.filter((id) => !this.#left.has(id));
  }

  /** Takes the person out of a conversation, or back in. */
  setJoined(id: string, joined: boolean): void {
    if (joined) this.#left.delete(id);
    else this.#left.add(id);
  }

  messages(id: string): readonly Message[] {
    return this.#log(id);
  }

  send(id: string, senderId: string, clientMessageId: string | null = null): Message {
    const seq = this.#log(id).length + 1;
    const sent = message({ conversationId: id, seq, version: this.#nextVersion(id), senderId, clientMessageId });
    this.#log(id).push(sent);
    if (senderId === me) this.#readSeqs.set(id, seq);
    return sent;
  }

  change(id: string, seq: number, change: Partial<Message>): Message {
    const old = this.#log(id)[seq - 1];
    if (old === undefined) throw new Error(`No message ${seq}.`);
    const changed = { ...old, ...change, version: this.#nextVersion(id) };
    this.#log(id)[seq - 1] = changed;
    return changed;
  }

  /** Those that there are. */
  get contacts(): readonly Contact[] {
    return this.#contactsSince(0).filter(({ status }) => status !== 'removed');
  }

  changeContact(userId: string, status: Contact['status']): Contact {
    const changed = contact(userId, status);
    this.#contacts.set(userId, { contact: changed, change: ++this.#contactChanges });
    return changed;
  }

  conversation(id: string): Conversation {
    const log = this.#log(id);
    const readSeq = this.#readSeqs.get(id) ?? 0;
    return conversation({
      id,
      lastMessage: log.at(-1) ?? null,
      lastSeq: log.length,
      version: this.#versions.get(id) ?? 0,
      readSeq,
      deliveredSeq: readSeq,
      unreadCount: log.filter((one) => one.seq > readSeq && one.senderId !== me && one.deletedAt === null).length,
    });
  }

  history(id: string, query: HistoryQuery): History {
    const log = this.#log(id);
    const end = query.before === undefined ? log.length : query.before - 1;
    const items = log.slice(Math.max(0, end - pageSize), end);
    return { items, hasBefore: (items[0]?.seq ?? 1) > 1, hasAfter: end < log.length };
  }

  /** With `since` no descriptions: no name, member or cursor ever changes here. */
  sync(request: SyncRequest): SyncAnswer {
    return {
      conversations: this.joined
        .filter((id) => request.since == null || request.cursors[id] === undefined)
        .map((id) => this.conversation(id)),
      changes: this.joined.map((id) => this.#changes(id, request.cursors[id])).filter((changes) => changes !== null),
      removed: Object.keys(request.cursors).filter((id) => !this.joined.includes(id)),
      contacts: request.since == null ? this.contacts : this.#contactsSince(Number(request.since)),
      next: String(this.#contactChanges),
      serverTime: new Date(0).toISOString(),
    };
  }

  #contactsSince(change: number): readonly Contact[] {
    return [...this.#contacts.values()].filter((held) => held.change > change).map((held) => held.contact);
  }

  #changes(id: string, cursor: number | undefined): SyncChanges | null {
    const version = this.#versions.get(id) ?? 0;
    const log = this.#log(id);
    if (cursor === undefined || version - cursor > maxBehind) {
      return { conversationId: id, messages: log.slice(-resetMessages), version, reset: true, more: false };
    }
    const missed = log.filter((one) => one.version > cursor).sort((left, right) => left.version - right.version);
    if (missed.length === 0) return null;
    const messages = missed.slice(0, maxChanges);
    const more = messages.length < missed.length;
    return {
      conversationId: id,
      messages,
      version: more ? (messages.at(-1)?.version ?? 0) : version,
      reset: false,
      more,
    };
  }

  #nextVersion(id: string): number {
    const version = (this.#versions.get(id) ?? 0) + 1;
    this.#versions.set(id, version);
    return version;
  }

  #log(id: string): Message[] {
    return this.#logs.get(id) ?? [];
  }
}
