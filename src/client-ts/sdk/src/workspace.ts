import type { Pictures } from './actions/pictures.js';
import type { ConversationsApi } from './api/conversations-api.js';
import type { MessagesApi } from './api/messages-api.js';
import type { Conversation, Message, Receipt, User } from './api/types.js';
import type { UsersApi } from './api/users-api.js';
import type { SessionManager, SessionState } from './auth/session.js';
import { LocalCache } from './cache/local-cache.js';
import type { ChatClientOptions } from './client-options.js';
import { Connection } from './connection/connection.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { PushHandlers } from './connection/hub.js';
import { SignalRLink } from './connection/signalr-link.js';
import { Outbox } from './outbox/outbox.js';
import type { Logger } from './platform/logger.js';
import { silentLogger } from './platform/logger.js';
import { alwaysOnline } from './platform/network.js';
import type { ClientStorage } from './platform/storage.js';
import type { Tabs } from './platform/tabs.js';
import { traceparent } from './platform/traceparent.js';
import type { ConversationModel } from './stores/conversation-model.js';
import { ContactsStore } from './stores/contacts-store.js';
import { ConversationsStore } from './stores/conversations-store.js';
import { MembersStore } from './stores/members-store.js';
import { PresenceStore } from './stores/presence-store.js';
import { ReceiptCountsStore } from './stores/receipt-counts-store.js';
import { ReceiptsStore } from './stores/receipts-store.js';
import { TypingStore } from './stores/typing-store.js';
import { UsersStore } from './stores/users-store.js';
import { Views } from './stores/views.js';
import { HistoryLoader } from './sync/history-loader.js';
import { NewsTeller } from './sync/news-teller.js';
import { OwnCursors } from './sync/own-cursors.js';
import { Synchronizer } from './sync/synchronizer.js';
import { TypingReporter } from './sync/typing-reporter.js';

interface Parts {
  readonly session: SessionManager;
  readonly users: UsersApi;
  readonly conversations: ConversationsApi;
  readonly messages: MessagesApi;
  readonly pictures: Pictures;
  readonly storage: ClientStorage;
  readonly tabs: Tabs;
}

/** @internal The parts of a client that work while somebody is signed in, and how they are wired. */
export class Workspace {
  readonly users: UsersStore;
  readonly members: MembersStore;
  readonly receipts = new ReceiptsStore();
  readonly receiptCounts = new ReceiptCountsStore();
  readonly contacts = new ContactsStore();
  readonly presence = new PresenceStore();
  readonly typing = new TypingStore();
  readonly conversations: ConversationsStore;
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly sync: Synchronizer;
  readonly history: HistoryLoader;
  readonly ownTyping: TypingReporter;
  readonly news: NewsTeller;
  readonly cache: LocalCache;
  readonly views: Views;
  readonly #parts: Parts;
  readonly #logger: Logger;
  readonly #cursors: OwnCursors;
  #userId: string | null = null;
  /** What the last client knew is taken up, if there was any. */
  #restored: Promise<void> = Promise.resolve();

  constructor(options: ChatClientOptions, parts: Parts) {
    const { now = Date.now, random = Math.random, logger = silentLogger, network = alwaysOnline } = options;
    const { session } = parts;
    this.#parts = parts;
    this.#logger = logger;
    this.users = new UsersStore((id) => parts.users.get(id), logger);
    this.news = new NewsTeller(() => session.userId);
    this.members = new MembersStore((id) => this.#loadMembers(id));
    this.conversations = new ConversationsStore(
      () => session.userId,
      now,
      (model) => this.#onModel(model),
      options.pace,
    );
    this.cache = new LocalCache(this, logger);
    this.connection = new Connection({
      createLink: () =>
        new SignalRLink(
          options.baseUrl,
          () => session.accessToken(),
          () => traceparent(options.traced ?? true),
          this.#pushes(),
        ),
      catchUp: async (signal) => {
        await this.#restored;
        await this.sync.catchUp(signal);
      },
      renewToken: async () => {
        await session.renewed(await session.accessToken());
      },
      network,
      now,
      random,
      logger,
    });
    this.sync = new Synchronizer({
      conversations: this.conversations,
      subscribed: () => this.connection.call('Ping', null),
      inbox: () => parts.conversations.inbox(),
      conversation: (id) => parts.conversations.get(id),
      sync: (request, signal) => parts.conversations.sync(request, signal),
      described: (conversation) => this.#onDescribed(conversation),
      removed: (id) => this.#onRemoved(id),
      contacts: this.contacts,
      random,
      logger,
    });
    this.history = new HistoryLoader({
      history: (id, query) => parts.messages.history(id, query),
      seen: (id, version) => this.sync.expect(id, version),
    });
    this.outbox = new Outbox({
      send: (message) => this.connection.call('SendMessage', message),
      upload: async ({ blob, fileName }, onProgress, signal) => {
        const label = fileName === undefined ? {} : { fileName };
        return (await parts.pictures.upload(blob, { ...label, onProgress, signal })).id;
      },
      acked: (ack) => this.sync.expect(ack.conversationId, ack.version),
      tabs: parts.tabs,
      now,
      random,
      logger,
    });
    this.views = new Views({
      conversations: this.conversations,
      outbox: this.outbox.entries,
      userId: () => session.userId,
      left: (model) => this.#tidy(model),
      pace: options.pace,
    });
    this.#cursors = new OwnCursors((method, cursor) => this.connection.call(method, cursor), logger);
    this.ownTyping = new TypingReporter({
      report: (conversationId, typing) => this.connection.call('SetTyping', { conversationId, typing }),
      now,
      logger,
    });
    this.contacts.subscribe((contacts) => this.see([...contacts.values()].map(({ user }) => user)));
    session.state.subscribe((state) => this.#onSession(state));
    this.connection.state.subscribe((state) => this.#onConnection(state));
  }

  /** Takes in profiles that came by. */
  see(users: readonly User[]): void {
    this.users.add(users);
    this.presence.see(users);
  }

  /** Takes in a conversation that the server answered with. */
  describe(conversation: Conversation): Conversation {
    this.sync.onConversation(conversation);
    return conversation;
  }

  markRead(conversationId: string, seq: number): void {
    this.conversations.model(conversationId).moveCursors(seq, seq);
    this.#cursors.read(conversationId, seq);
  }

  /** Drops the connection; {@link outbox} keeps what is stored. */
  close(): void {
    this.connection.stop();
    this.cache.close();
    this.outbox.close();
    this.#cursors.clear();
  }

  #onSession(state: SessionState): void {
    if (state.status === 'signedIn') this.users.add([state.user]);
    const userId = state.status === 'signedIn' ? state.user.id : null;
    if (userId === this.#userId) return;
    if (this.#userId !== null) this.#clear(state.status === 'signedOut' ? (state.reason ?? 'signedOut') : 'replaced');
    this.#userId = userId;
    if (userId === null) return;
    void this.outbox.open(userId, this.#parts.storage.outbox(userId));
    this.#restored = this.#restore(userId);
    this.connection.start();
  }

  async #restore(userId: string): Promise<void> {
    if (!(await this.cache.open(this.#parts.storage.cache(userId)))) return;
    this.see(this.conversations.get().items.flatMap(({ peer }) => peer ?? []).filter(({ id }) => !this.users.get().has(id)));
    this.news.begin();
  }

  #clear(reason: string): void {
    this.connection.end(reason);
    this.cache.erase();
    this.outbox.close();
    this.#cursors.clear();
    this.sync.clear();
    this.conversations.clear();
    this.news.clear();
    this.members.clear();
    this.receipts.clear();
    this.receiptCounts.clear();
    this.contacts.clear();
    this.presence.clear();
    this.typing.clear();
    this.ownTyping.clear();
    this.users.clear();
  }

  #onConnection(state: ConnectionState): void {
    if (state.status === 'connecting') {
      this.presence.reset();
      this.users.resetPresence();
      this.typing.clear();
      this.ownTyping.clear();
    }
    if (state.status === 'online') this.news.begin();
    for (const part of [this.outbox, this.#cursors]) part[state.status === 'online' ? 'resume' : 'pause']();
  }

  #pushes(): PushHandlers {
    return {
      MessageChanged: (message) => this.#onMessage(message),
      ConversationChanged: (conversation) => this.sync.onConversation(conversation),
      ConversationRemoved: ({ conversationId }) => this.sync.onRemoved(conversationId),
      ReceiptChanged: (receipt) => this.#onReceipt(receipt),
      TypingChanged: (typing) => {
        if (typing.userId !== this.#userId) this.typing.apply(typing);
      },
      PresenceChanged: (presence) => {
        this.presence.apply(presence);
        this.users.setPresence(presence);
      },
      ContactChanged: (contact) => this.sync.onContact(contact),
      ResyncRequired: () => this.sync.resync(),
      ServerDraining: ({ withinSeconds }) => this.connection.serverDraining(withinSeconds * 1000),
      SessionEnded: ({ reason }) => void this.#parts.session.end(reason),
    };
  }

  #onReceipt(receipt: Receipt): void {
    if (!('userId' in receipt)) return this.receiptCounts.apply(receipt);
    if (receipt.userId !== this.#userId) return this.receipts.apply(receipt);
    this.conversations.model(receipt.conversationId).moveCursors(receipt.readSeq, receipt.deliveredSeq);
  }

  #onMessage(message: Message): void {
    this.sync.onMessage(message);
    this.typing.stop(message.conversationId, message.senderId);
    if (message.type === 'system') this.#reloadMembers(message.conversationId);
  }

  #onDescribed(conversation: Conversation): void {
    if (conversation.peer !== null) this.see([conversation.peer]);
    // What was read with no connection, perhaps by an earlier client, the server was not told.
    const readSeq = this.conversations.model(conversation.id).view.get()?.readSeq ?? 0;
    if (readSeq > conversation.readSeq) this.#cursors.read(conversation.id, readSeq);
    if (conversation.kind === 'group') this.#reloadMembers(conversation.id);
  }

  #onRemoved(conversationId: string): void {
    this.members.remove(conversationId);
    this.receipts.remove(conversationId);
    this.receiptCounts.remove(conversationId);
    this.outbox.discardConversation(conversationId);
  }

  /** Members that nobody looked at need no reload. */
  #reloadMembers(conversationId: string): void {
    if (!this.members.get().has(conversationId)) return;
    this.members.load(conversationId).catch((error: unknown) => {
      this.#logger.debug(`The members are not up to date: ${String(error)}`);
    });
  }

  async #loadMembers(conversationId: string) {
    const members = await this.#parts.conversations.members(conversationId);
    this.see(members.map((member) => member.user));
    this.receipts.setMembers(conversationId, members);
    return members;
  }

  #onModel(model: ConversationModel): void {
    this.outbox.settle(model.id, (entry) => model.holds(entry));
    this.news.look(model);
    this.cache.note(model);
    this.#tidy(model);
    const view = model.view.get();
    if (view !== null && view.unreadCount > 0 && view.lastSeq > view.deliveredSeq) this.#cursors.delivered(view.id, view.lastSeq);
  }

  #tidy(model: ConversationModel): void {
    this.history.tidy(model, this.views.knownTimeline(model.id));
  }
}
