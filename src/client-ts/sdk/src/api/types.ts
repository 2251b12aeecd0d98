/**
 * The shapes of the public contract, as JSON; made from the server's OpenAPI document. Times are RFC 3339 UTC; `seq` and
 * `version` fit in 53 bits. What each member means is said in the document.
 */
import type { ReceiptCount } from './pending.js';
import type { components } from './schema.js';

export type {
  ImageUpload,
  Invite,
  InvitePreview,
  NewInvite,
  Presence,
  ReceiptCount,
  SearchHit,
  Suggestion,
  UploadTarget,
} from './pending.js';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Tokens = Schemas['Tokens'];
export type ContactStatus = Schemas['ContactStatus'];
/** `removed` comes in pushes and syncs only: there is no contact any more. */
export type Contact = Omit<Schemas['Contact'], 'status'> & { readonly status: ContactStatus | 'removed' };
export type ConversationKind = Schemas['ConversationKind'];
export type GroupRole = Schemas['GroupRole'];
/** A conversation as the caller sees it. */
export type Conversation = Schemas['Conversation'];
export type Member = Schemas['Member'];
export type MessageType = Schemas['MessageType'];
export type Reaction = Schemas['Reaction'];
/** `url` and `thumbnailUrl` are signed and short-lived; `size` is in bytes, `width` and `height` in pixels. */
export type Image = Schemas['Image'];
/** A message in its present state; its `content` is a JSON object ({@link SystemEvent}) when `type` is `system`. */
export type Message = Schemas['Message'];
/** "It is committed." */
export type Ack = Schemas['Ack'];
/** A stretch of a conversation, ascending by seq. */
export type History = Schemas['History'];
export type EarlierText = Schemas['EarlierText'];
export type SyncChanges = Schemas['ConversationChanges'];
export type SyncAnswer = Omit<Schemas['SyncAnswer'], 'contacts'> & { readonly contacts: readonly Contact[] };
export type SyncRequest = Schemas['SyncRequestBody'];
/** A member's cursors; in groups above 50 members counts instead, to the sender only. */
export type Receipt = Schemas['Receipt'] | ReceiptCount;
export type Typing = Schemas['Typing'];

export interface NewMessage {
  readonly conversationId: string;
  readonly clientMessageId: string;
  readonly content: string;
  readonly replyTo?: number;
  readonly type?: 'text' | 'image';
  readonly imageId?: string;
}

/** What a system message tells; its `senderId` is the acting user. */
export interface SystemEvent {
  readonly event:
    | 'groupCreated'
    | 'membersAdded'
    | 'memberJoined'
    | 'memberLeft'
    | 'memberRemoved'
    | 'groupRenamed'
    | 'roleChanged'
    | 'ownerChanged';
  readonly userIds?: readonly string[];
  readonly name?: string;
  readonly role?: GroupRole;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
