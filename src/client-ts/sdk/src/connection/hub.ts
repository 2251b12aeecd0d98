import type {
  Ack,
  Contact,
  Conversation,
  Message,
  NewMessage,
  Presence,
  Receipt,
  SyncAnswer,
  SyncRequest,
  Typing,
} from '../api/types.js';
import type { components } from '../api/schema.js';

type Schemas = components['schemas'];

/** What the server pushes, by hub method. A push is a hint; `Sync` is the truth. */
export interface HubPushes {
  MessageChanged: Message;
  ReceiptChanged: Receipt;
  TypingChanged: Typing;
  PresenceChanged: Presence;
  ContactChanged: Contact;
  ConversationChanged: Conversation;
  ConversationRemoved: { readonly conversationId: string };
  SessionEnded: Schemas['SessionEndedReason'];
  ResyncRequired: Schemas['ConversationReference'];
  ServerDraining: Schemas['ServerDraining'];
}

interface MessageKey {
  readonly conversationId: string;
  readonly seq: number;
}

/** What a client asks of the hub: argument and answer by method. */
export interface HubCalls {
  SendMessage: { argument: NewMessage; answer: Ack };
  EditMessage: { argument: MessageKey & { readonly content: string }; answer: Message };
  DeleteMessage: { argument: MessageKey; answer: void };
  React: { argument: MessageKey & { readonly reaction: string; readonly on: boolean }; answer: Message };
  MarkRead: { argument: MessageKey; answer: void };
  MarkDelivered: { argument: MessageKey; answer: void };
  SetTyping: { argument: Omit<Typing, 'userId'>; answer: void };
  Sync: { argument: SyncRequest; answer: SyncAnswer };
  Ping: { argument: null; answer: string };
}

export type HubMethod = keyof HubCalls;

export type PushHandlers = { readonly [Push in keyof HubPushes]: (push: HubPushes[Push]) => void };

/** One connection, from opening to closing; a new one is made for every try. */
export interface HubLink {
  /** @throws ApiError `unauthenticated` when the token was refused, else `network`. */
  open(): Promise<void>;
  /** Drops the connection at once. */
  close(): void;
  /** Closes it when the calls that were made have been answered; nobody calls it any more. */
  retire(): void;
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  call<Method extends HubMethod>(
    method: Method,
    argument: HubCalls[Method]['argument'],
  ): Promise<HubCalls[Method]['answer']>;
}
