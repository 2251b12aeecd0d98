import type { Ack, Conversation, Message, SyncChanges } from '../api/types.js';
import type { CachedConversation } from '../cache/cache-storage.js';
import { VersionCursor } from '../sync/version-cursor.js';
import { MessageLog } from './message-log.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';
import { isCountable, unreadCount } from './unread.js';

/**
 * All that is known of one conversation: the server's last description of it, the messages held, and how far its
 * changes are known. The description that views see follows from these three.
 */
export class ConversationModel {
  readonly id: string;
  readonly log = new MessageLog();
  readonly #userId: () => string;
  readonly #view = new Store<Conversation | null>(null);
  readonly #revision = new Store(0);
  #snapshot: Conversation | null = null;
  #cursor: VersionCursor | null = null;
  /** Where the messages held were last replaced as a whole. */
  #resetVersion = 0;
  #readSeq = 0;
  #deliveredSeq = 0;
  /** Countable messages deleted after the snapshot was taken. */
  #deletions: readonly Message[] = [];

  constructor(id: string, userId: () => string) {
    this.id = id;
    this.#userId = userId;
  }

  /** Null while the server has not described it, and after its removal. */
  get view(): ReadonlyStore<Conversation | null> {
    return this.#view;
  }

  /** Changes with every change, after the view. */
  get revision(): ReadonlyStore<number> {
    return this.#revision;
  }

  /** All changes up to here are known; null when nothing is. */
  get version(): number | null {
    return this.#cursor?.known ?? null;
  }

  /** A change was missed. */
  get hasGap(): boolean {
    return this.#cursor === null || this.#cursor.hasGap;
  }

  /** The server's description is older than the messages that replaced all that was held. */
  get isOutdated(): boolean {
    return this.#snapshot === null || this.#snapshot.version < this.#resetVersion;
  }

  /** The log shows this message of the person, or has moved on beyond it. */
  holds(entry: { readonly clientMessageId: string; readonly ack: Ack | null }): boolean {
    if (this.log.hasFrom(this.#userId(), entry.clientMessageId)) return true;
    return entry.ack !== null && this.version !== null && entry.ack.version <= this.version;
  }

  /** The server's description. One made before the last one is ignored. */
  describe(snapshot: Conversation): void {
    if (this.#snapshot !== null && snapshot.version < this.#snapshot.version) return;
    this.#snapshot = snapshot;
    this.#readSeq = Math.max(this.#readSeq, snapshot.readSeq);
    this.#deliveredSeq = Math.max(this.#deliveredSeq, snapshot.deliveredSeq);
    this.#deletions = this.#deletions.filter((message) => message.version > snapshot.version);
    if (this.#cursor === null) this.#startAt(snapshot.version);
    if (snapshot.lastMessage !== null && snapshot.version >= (this.version ?? 0)) this.#hold([snapshot.lastMessage]);
    this.#changed();
  }

  /** What an earlier client knew, unless more is known by now. Pushes that came before stay beyond it until a sync. */
  restore({ conversation, version, messages }: CachedConversation): void {
    if (this.#snapshot !== null || this.#cursor !== null) return;
    this.#snapshot = conversation;
    this.#cursor = new VersionCursor(version);
    this.#readSeq = Math.max(this.#readSeq, conversation.readSeq);
    this.#deliveredSeq = Math.max(this.#deliveredSeq, conversation.deliveredSeq);
    this.#hold(messages);
    this.#changed();
  }

  /** A message as pushed, in the order of versions or not. */
  apply(message: Message): void {
    this.#hold([message].filter((one) => this.#isNews(one)));
    this.#cursor?.see(message.version);
    this.#changed();
  }

  /** One conversation's part of a sync. */
  applyChanges(changes: SyncChanges): void {
    if (changes.reset && changes.version > (this.version ?? -1)) this.#startAt(changes.version, changes.messages);
    this.#hold(changes.messages.filter((one) => this.#isNews(one)));
    this.#cursor ??= new VersionCursor(0);
    this.#cursor.advance(changes.version);
    this.#changed();
  }

  /** A page of history, asked for in the log's present epoch. */
  applyHistory(messages: readonly Message[]): void {
    this.#hold(messages);
    this.#changed();
  }

  /** The person's cursors, here or on another device. They only move forward. */
  moveCursors(readSeq: number, deliveredSeq: number): void {
    this.#readSeq = Math.max(this.#readSeq, readSeq);
    this.#deliveredSeq = Math.max(this.#deliveredSeq, readSeq, deliveredSeq);
    this.#changed();
  }

  /** The person is no longer in it. */
  clear(): void {
    this.#snapshot = null;
    this.#cursor = null;
    this.#readSeq = 0;
    this.#deliveredSeq = 0;
    this.#deletions = [];
    this.#resetVersion = 0;
    this.log.reset(Number.MAX_SAFE_INTEGER, []);
    this.#changed();
  }

  #startAt(version: number, messages: readonly Message[] = []): void {
    const cursor = this.#cursor ?? new VersionCursor(version);
    cursor.advance(version);
    for (const kept of this.log.reset(version, messages)) cursor.see(kept.version);
    this.#cursor = cursor;
    this.#resetVersion = version;
  }

  /** A late push of something that is not loaded may be older than what a page of history would bring. */
  #isNews(message: Message): boolean {
    return message.version > (this.version ?? 0) || this.log.get(message.seq) !== undefined;
  }

  #hold(messages: readonly Message[]): void {
    const userId = this.#userId();
    for (const message of this.log.upsert(messages)) {
      if (message.senderId === userId && message.type !== 'system') {
        this.#readSeq = Math.max(this.#readSeq, message.seq);
        this.#deliveredSeq = Math.max(this.#deliveredSeq, message.seq);
      }
      const deleted = message.deletedAt !== null && isCountable(message, userId);
      if (deleted && message.version > (this.#snapshot?.version ?? 0)) this.#deletions = [...this.#deletions, message];
    }
  }

  #changed(): void {
    this.#view.set(this.#snapshot === null ? null : this.#derive(this.#snapshot));
    this.#revision.update((revision) => revision + 1);
  }

  #derive(snapshot: Conversation): Conversation {
    return {
      ...snapshot,
      lastMessage: newer(this.log.get(Math.max(snapshot.lastSeq, this.log.newest)), snapshot.lastMessage),
      lastSeq: Math.max(snapshot.lastSeq, this.log.newest),
      version: Math.max(snapshot.version, this.version ?? 0),
      readSeq: this.#readSeq,
      deliveredSeq: this.#deliveredSeq,
      unreadCount: unreadCount(snapshot, this.log, this.#readSeq, this.#deletions, this.#userId()),
    };
  }
}

function newer(held: Message | undefined, described: Message | null): Message | null {
  if (held === undefined) return described;
  if (described === null || held.seq > described.seq) return held;
  return held.seq === described.seq && held.version >= described.version ? held : described;
}
