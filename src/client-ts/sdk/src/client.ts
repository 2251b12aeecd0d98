import { AccountApi, SignInApi } from './api/auth-api.js';
import type { Credentials, Registration } from './api/auth-api.js';
import { ConversationsApi } from './api/conversations-api.js';
import { ApiError } from './api/errors.js';
import { GroupsApi } from './api/groups-api.js';
import { AuthorizedHttp, HttpTransport } from './api/http.js';
import { MessagesApi } from './api/messages-api.js';
import type { Conversation, Member, Session, User } from './api/types.js';
import { UsersApi } from './api/users-api.js';
import type { SessionState } from './auth/session.js';
import { SessionManager } from './auth/session.js';
import type { ChatClientOptions } from './client-options.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { OutboxEntry } from './outbox/outbox.js';
import { memoryStorage } from './platform/storage.js';
import { silentLogger } from './platform/logger.js';
import { soleTab } from './platform/tabs.js';
import type { ConversationsStore } from './stores/conversations-store.js';
import type { MembersStore } from './stores/members-store.js';
import type { ReceiptsStore } from './stores/receipts-store.js';
import type { ReadonlyStore } from './stores/store.js';
import type { TimelineStore } from './stores/timeline-store.js';
import type { UsersStore } from './stores/users-store.js';
import { Workspace } from './workspace.js';

/** A message has at most so many UTF-16 units. */
export const maxContentLength = 8_000;

/**
 * A person's chat: signs in, keeps the connection, and offers what is known in stores that change by themselves.
 * Methods that ask the server reject with {@link ApiError}; sending does not wait for it.
 */
export class ChatClient {
  readonly #session: SessionManager;
  readonly #account: AccountApi;
  readonly #users: UsersApi;
  readonly #conversations: ConversationsApi;
  readonly #groups: GroupsApi;
  readonly #messages: MessagesApi;
  readonly #workspace: Workspace;

  static create(options: ChatClientOptions): ChatClient {
    return new ChatClient(options);
  }

  private constructor(options: ChatClientOptions) {
    const { storage = memoryStorage(), tabs = soleTab, now = Date.now, logger = silentLogger } = options;
    const transport = new HttpTransport(options.baseUrl, options.fetch ?? ((...request) => fetch(...request)));
    this.#session = new SessionManager({
      api: new SignInApi(transport, options.cookie ?? false),
      storage: storage.session,
      tabs,
      now,
      logger,
    });
    const http = new AuthorizedHttp(transport, this.#session);
    this.#account = new AccountApi(http);
    this.#users = new UsersApi(http);
    this.#conversations = new ConversationsApi(http);
    this.#groups = new GroupsApi(http);
    this.#messages = new MessagesApi(http);
    this.#workspace = new Workspace(options, {
      session: this.#session,
      users: this.#users,
      conversations: this.#conversations,
      messages: this.#messages,
      storage,
      tabs,
    });
  }

  get session(): ReadonlyStore<SessionState> {
    return this.#session.state;
  }

  get connection(): ReadonlyStore<ConnectionState> {
    return this.#workspace.connection.state;
  }

  /** The inbox, and each conversation in it. */
  get conversations(): ConversationsStore {
    return this.#workspace.conversations;
  }

  get users(): UsersStore {
    return this.#workspace.users;
  }

  get members(): MembersStore {
    return this.#workspace.members;
  }

  get receipts(): ReceiptsStore {
    return this.#workspace.receipts;
  }

  /** The person's messages that are not in the log yet, of all conversations. */
  get outbox(): ReadonlyStore<readonly OutboxEntry[]> {
    return this.#workspace.outbox.entries;
  }

  /** What one conversation's view shows; the same store for the same id. */
  timeline(conversationId: string): TimelineStore {
    return this.#workspace.timeline(conversationId);
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

  /** Drops the connection and stays signed in: before the client is thrown away. */
  close(): void {
    this.#workspace.close();
  }

  /** Connects at once, when the connection waits for its next try. */
  reconnectNow(): void {
    this.#workspace.connection.retryNow();
  }

  /** Ends every other session. */
  changePassword(currentPassword: string, newPassword: string): Promise<void> {
    return this.#account.changePassword(currentPassword, newPassword);
  }

  sessions(): Promise<readonly Session[]> {
    return this.#account.sessions();
  }

  revokeSession(sessionId: string): Promise<void> {
    return this.#account.revokeSession(sessionId);
  }

  async updateProfile(change: { readonly displayName?: string }): Promise<void> {
    await this.#session.updateUser(await this.#users.updateMe(change));
  }

  async searchUsers(query: string, signal?: AbortSignal): Promise<readonly User[]> {
    const users = await this.#users.search(query, signal);
    this.users.add(users);
    return users;
  }

  /** Gets or makes the 1-1 conversation with a user. */
  async openDirect(userId: string): Promise<Conversation> {
    return this.#workspace.describe(await this.#conversations.openDirect(userId));
  }

  /** @param name 1–100 characters. */
  async createGroup(name: string, memberIds: readonly string[]): Promise<Conversation> {
    return this.#workspace.describe(await this.#groups.create(name, memberIds));
  }

  renameGroup(groupId: string, name: string): Promise<void> {
    return this.#groups.rename(groupId, name);
  }

  addMembers(groupId: string, userIds: readonly string[]): Promise<void> {
    return this.#groups.addMembers(groupId, userIds);
  }

  removeMember(groupId: string, userId: string): Promise<void> {
    return this.#groups.removeMember(groupId, userId);
  }

  leaveGroup(groupId: string): Promise<void> {
    return this.#groups.removeMember(groupId, this.#session.userId);
  }

  /** Reads the members; afterwards {@link members} follows their changes. */
  loadMembers(conversationId: string): Promise<readonly Member[]> {
    return this.members.load(conversationId);
  }

  async setMuted(conversationId: string, muted: boolean): Promise<void> {
    this.#workspace.describe(await this.#conversations.update(conversationId, { muted }));
  }

  /**
   * Takes a message, which is visible at once and sent as soon as possible, in order.
   * @throws ApiError `unauthenticated` when nobody is signed in, `validation_failed` when it is empty or longer than {@link maxContentLength}.
   */
  send(conversationId: string, content: string, options: { readonly replyTo?: number } = {}): OutboxEntry {
    if (this.session.get().status !== 'signedIn') throw new ApiError('unauthenticated', 'Nobody is signed in.');
    const text = content.trim();
    if (text === '') throw new ApiError('validation_failed', 'A message needs some text.');
    if (text.length > maxContentLength) {
      throw new ApiError(
        'validation_failed',
        `A message has at most ${maxContentLength} characters; this one has ${text.length}.`,
      );
    }
    return this.#workspace.outbox.add(conversationId, text, options.replyTo ?? null);
  }

  /** Tries a failed message again. */
  retry(clientMessageId: string): Promise<void> {
    return this.#workspace.outbox.retry(clientMessageId);
  }

  /** Gives up a message that was not sent. */
  discard(clientMessageId: string): Promise<void> {
    return this.#workspace.outbox.discard(clientMessageId);
  }

  async edit(conversationId: string, seq: number, content: string): Promise<void> {
    this.#workspace.sync.onMessage(await this.#messages.edit(conversationId, seq, content.trim()));
  }

  delete(conversationId: string, seq: number): Promise<void> {
    return this.#messages.delete(conversationId, seq);
  }

  /** Everything up to `seq` was seen by the person. The server is told a little later. */
  markRead(conversationId: string, seq: number): void {
    this.#workspace.markRead(conversationId, seq);
  }

  loadNewest(conversationId: string): Promise<void> {
    return this.#workspace.history.newest(...this.#shown(conversationId));
  }

  loadBefore(conversationId: string): Promise<void> {
    return this.#workspace.history.before(...this.#shown(conversationId));
  }

  loadAfter(conversationId: string): Promise<void> {
    return this.#workspace.history.after(...this.#shown(conversationId));
  }

  /** Shows the stretch around a message. */
  loadAround(conversationId: string, seq: number): Promise<void> {
    return this.#workspace.history.around(...this.#shown(conversationId), seq);
  }

  #shown(conversationId: string) {
    return [this.conversations.model(conversationId), this.timeline(conversationId)] as const;
  }
}
