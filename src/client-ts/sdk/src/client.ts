import { Account } from './actions/account.js';
import { Groups } from './actions/groups.js';
import { Messages } from './actions/messages.js';
import { People } from './actions/people.js';
import { Pictures } from './actions/pictures.js';
import { AccountApi, SignInApi } from './api/auth-api.js';
import type { Credentials, Registration } from './api/auth-api.js';
import { ContactsApi } from './api/contacts-api.js';
import { ConversationsApi } from './api/conversations-api.js';
import { ApiError } from './api/errors.js';
import { GroupsApi } from './api/groups-api.js';
import { AuthorizedHttp, HttpTransport } from './api/http.js';
import { ImagesApi } from './api/images-api.js';
import { MessagesApi } from './api/messages-api.js';
import { SearchApi } from './api/search-api.js';
import type { Conversation, User } from './api/types.js';
import { UsersApi } from './api/users-api.js';
import type { SessionState } from './auth/session.js';
import { SessionManager } from './auth/session.js';
import type { ChatClientOptions } from './client-options.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { Attached, OutboxEntry } from './outbox/outbox-entry.js';
import { memoryStorage } from './platform/storage.js';
import { silentLogger } from './platform/logger.js';
import { soleTab } from './platform/tabs.js';
import { traceparent } from './platform/traceparent.js';
import { defaultUpload } from './platform/upload.js';
import type { ContactsStore } from './stores/contacts-store.js';
import type { ConversationsStore } from './stores/conversations-store.js';
import type { MembersStore } from './stores/members-store.js';
import type { PinsStore } from './stores/pins-store.js';
import type { PresenceStore } from './stores/presence-store.js';
import type { ReceiptCountsStore } from './stores/receipt-counts-store.js';
import type { ReceiptsStore } from './stores/receipts-store.js';
import type { ReadonlyStore } from './stores/store.js';
import type { TimelineStore } from './stores/timeline-store.js';
import type { TypingStore } from './stores/typing-store.js';
import type { Unread } from './stores/unread-store.js';
import { unreadOf } from './stores/unread-store.js';
import type { UsersStore } from './stores/users-store.js';
import type { NewsListener } from './sync/news-teller.js';
import { Workspace } from './workspace.js';

/** A message has at most so many UTF-16 units. */
export const maxContentLength = 8_000;

/**
 * A person's chat: signs in, keeps the connection, and offers what is known in stores that change by themselves.
 * Methods that ask the server reject with {@link ApiError}; sending does not wait for it.
 */
export class ChatClient {
  readonly session: ReadonlyStore<SessionState>;
  readonly connection: ReadonlyStore<ConnectionState>;
  /** The inbox, and each conversation in it. */
  readonly conversations: ConversationsStore;
  /** Sums over the conversations that are not muted. */
  readonly unread: ReadonlyStore<Unread>;
  readonly users: UsersStore;
  readonly members: MembersStore;
  readonly receipts: ReceiptsStore;
  /** In groups above 50 members, of the person's own messages. */
  readonly receiptCounts: ReceiptCountsStore;
  readonly contacts: ContactsStore;
  readonly presence: PresenceStore;
  readonly typing: TypingStore;
  /** The person's messages that are not in the log yet, of all conversations. */
  readonly outbox: ReadonlyStore<readonly OutboxEntry[]>;
  /** The person's own account: password, sessions, profile, avatar, export, erasure. */
  readonly account: Account;
  /** Requests to be contacts, blocks, suggestions. */
  readonly people: People;
  /** Uploads of images. */
  readonly pictures: Pictures;
  /** Groups, their members and invites. */
  readonly groups: Groups;
  /** Edits, reactions, pins, search. */
  readonly messages: Messages;
  readonly #session: SessionManager;
  readonly #users: UsersApi;
  readonly #conversations: ConversationsApi;
  readonly #workspace: Workspace;

  static create(options: ChatClientOptions): ChatClient {
    return new ChatClient(options);
  }

  private constructor(options: ChatClientOptions) {
    const { storage = memoryStorage(), tabs = soleTab, now = Date.now, logger = silentLogger } = options;
    const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request));
    const transport = new HttpTransport(options.baseUrl, send, () => traceparent(options.traced ?? true));
    this.#session = new SessionManager({
      api: new SignInApi(transport, options.cookie ?? false),
      storage: storage.session,
      tabs,
      now,
      logger,
    });
    const http = new AuthorizedHttp(transport, this.#session);
    this.#users = new UsersApi(http);
    this.#conversations = new ConversationsApi(http);
    const messages = new MessagesApi(http);
    this.pictures = new Pictures({
      api: new ImagesApi(http),
      baseUrl: options.baseUrl,
      upload: options.upload ?? defaultUpload(send),
      makeThumbnail: options.makeThumbnail ?? (async () => null),
    });
    this.#workspace = new Workspace(options, {
      session: this.#session,
      users: this.#users,
      conversations: this.#conversations,
      messages,
      pictures: this.pictures,
      storage,
      tabs,
    });
    const { connection, outbox, ...stores } = this.#workspace;
    this.session = this.#session.state;
    this.connection = connection.state;
    this.outbox = outbox.entries;
    this.conversations = stores.conversations;
    this.unread = unreadOf(this.conversations);
    this.users = stores.users;
    this.members = stores.members;
    this.receipts = stores.receipts;
    this.receiptCounts = stores.receiptCounts;
    this.contacts = stores.contacts;
    this.presence = stores.presence;
    this.typing = stores.typing;
    this.account = new Account(new AccountApi(http), this.#users, this.#session);
    this.people = new People(new ContactsApi(http), (users) => this.#workspace.see(users));
    this.groups = new Groups({
      api: new GroupsApi(http),
      members: this.members,
      userId: () => this.#session.userId,
      describe: (conversation) => this.#workspace.describe(conversation),
    });
    this.messages = new Messages({
      api: messages,
      search: new SearchApi(http),
      history: this.#workspace.history,
      conversations: this.conversations,
      changed: (message) => this.#workspace.sync.onMessage(message),
    });
  }

  /** What one conversation's view shows; the same store for the same id. */
  timeline(conversationId: string): TimelineStore {
    return this.#workspace.views.timeline(conversationId);
  }

  /** The pinned messages of a conversation; `messages.loadPins` reads those that are not held. */
  pins(conversationId: string): PinsStore {
    return this.#workspace.views.pins(conversationId);
  }

  register(registration: Registration): Promise<User> {
    return this.#session.register(registration);
  }

  signIn(credentials: Credentials): Promise<User> {
    return this.#session.signIn(credentials);
  }

  /** Takes up the last session, also with no network. @returns whether there is one. */
  restore(): Promise<boolean> {
    return this.#session.restore();
  }

  signOut(): Promise<void> {
    return this.#session.signOut();
  }

  /** Keeps what is known for the next start now, not a moment later: before the page may go. */
  flush(): Promise<void> {
    return this.#workspace.cache.flush();
  }

  /** Drops the connection and stays signed in: before the client is thrown away. */
  close(): void {
    this.#workspace.close();
  }

  /** Connects at once, when the connection waits for its next try. */
  reconnectNow(): void {
    this.#workspace.connection.retryNow();
  }

  async searchUsers(query: string, signal?: AbortSignal): Promise<readonly User[]> {
    const users = await this.#users.search(query, signal);
    this.#workspace.see(users);
    return users;
  }

  /** Gets or makes the 1-1 conversation with a user. */
  async openDirect(userId: string): Promise<Conversation> {
    return this.#workspace.describe(await this.#conversations.openDirect(userId));
  }

  async setMuted(conversationId: string, muted: boolean): Promise<void> {
    this.#workspace.describe(await this.#conversations.update(conversationId, { muted }));
  }

  /**
   * Takes a message, which is visible at once and sent as soon as possible, in order.
   * @param attached With an image the text may be empty.
   * @throws ApiError `unauthenticated` when nobody is signed in, `validation_failed` when it is empty or longer than {@link maxContentLength}.
   */
  send(conversationId: string, content: string, attached: Attached = {}): OutboxEntry {
    if (this.session.get().status !== 'signedIn') throw new ApiError('unauthenticated', 'Nobody is signed in. Sign in first.');
    const text = content.trim();
    if (text === '' && attached.imageId === undefined && attached.image === undefined)
      throw new ApiError('validation_failed', 'A message needs some text or an image. Add one.');
    if (text.length > maxContentLength) {
      throw new ApiError(
        'validation_failed',
        `A message has at most ${maxContentLength} characters; this one has ${text.length}. Shorten it or send it in parts.`,
      );
    }
    this.setTyping(conversationId, false);
    return this.#workspace.outbox.add(conversationId, text, attached);
  }

  /** Tries a failed message again. */
  retry(clientMessageId: string): Promise<void> {
    return this.#workspace.outbox.retry(clientMessageId);
  }

  /** Gives up a message that was not sent. */
  discard(clientMessageId: string): Promise<void> {
    return this.#workspace.outbox.discard(clientMessageId);
  }

  /**
   * Calls the listener with others' new messages, each once, also with those that a reconnect brings; not with what was
   * unread when the client first saw the inbox. @returns stops it.
   */
  onNews(listener: NewsListener): () => void {
    return this.#workspace.news.listen(listener);
  }

  /** With every key that changes a text, and with false when it is given up; others are told now and then. */
  setTyping(conversationId: string, typing: boolean): void {
    this.#workspace.ownTyping.set(conversationId, typing);
  }

  /** Everything up to `seq` was seen by the person. The server is told a little later. */
  markRead(conversationId: string, seq: number): void {
    this.#workspace.markRead(conversationId, seq);
  }

  /** Reads and shows the newest messages. */
  loadNewest(conversationId: string): Promise<void> {
    return this.#workspace.history.newest(...this.#shown(conversationId));
  }

  /** Reads and shows the oldest messages that the person may see. */
  loadOldest(conversationId: string): Promise<void> {
    return this.#workspace.history.oldest(...this.#shown(conversationId));
  }

  /** A page of what comes before the stretch shown. When that gets too long, its other end is left out, one change later. */
  loadBefore(conversationId: string): Promise<void> {
    return this.#workspace.history.before(...this.#shown(conversationId));
  }

  /** Likewise of what comes after it. */
  loadAfter(conversationId: string): Promise<void> {
    return this.#workspace.history.after(...this.#shown(conversationId));
  }

  /** Shows the stretch around a message. */
  loadAround(conversationId: string, seq: number): Promise<void> {
    return this.#workspace.history.around(...this.#shown(conversationId), seq);
  }

  /**
   * Shows the stretch around the first message at or after a time, or the newest one when all are older.
   * @returns the message's seq; null when all are older.
   */
  loadAt(conversationId: string, date: Date): Promise<number | null> {
    return this.#workspace.history.at(...this.#shown(conversationId), date.getTime());
  }

  #shown(conversationId: string) {
    return [this.conversations.model(conversationId), this.timeline(conversationId)] as const;
  }
}
