/**
 * The shapes of the public contract, as JSON; made from the server's OpenAPI document. Times are RFC 3339 UTC; `seq` and
 * `version` fit in 53 bits. What each member means is said in the document.
 */
import type { components } from './schema.js';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Tokens = Schemas['Tokens'];
/** `removed` comes in pushes and syncs only: there is no contact any more. */
export type ContactStatus = Schemas['ContactStatus'];
export type Contact = Schemas['Contact'];
/** Somebody whom contacts of the person know. */
export type Suggestion = Schemas['Suggestion'];
export type ConversationKind = Schemas['ConversationKind'];
export type GroupRole = Schemas['GroupRole'];
/** A conversation as the caller sees it. */
export type Conversation = Schemas['Conversation'];
export type Member = Schemas['Member'];
export type Invite = Schemas['Invite'];
/** What somebody who holds a code sees before joining. */
export type InvitePreview = Schemas['InvitePreview'];
export type NewInvite = Schemas['CreateInviteRequest'];
export type MessageType = Schemas['MessageType'];
export type Reaction = Schemas['Reaction'];
/** `url` and `thumbnailUrl` are signed and short-lived; `size` is in bytes, `width` and `height` in pixels. */
export type Image = Schemas['Image'];
export type NewImage = Schemas['ImageRequest'];
/** Where to send an image's bytes: straight to the blob store. */
export type ImageUpload = Schemas['ImageUpload'];
export type UploadTarget = Schemas['ThumbnailUpload'];
/** A message in its present state; its `content` is a JSON object ({@link SystemEvent}) when `type` is `system`. */
export type Message = Schemas['Message'];
/** "It is committed." */
export type Ack = Schemas['Ack'];
/** A stretch of a conversation, ascending by seq. */
export type History = Schemas['History'];
export type EarlierText = Schemas['EarlierText'];
/** `snippet` is HTML: text with its hits in `<mark>`. `rank` is greater the better it fits. */
export type SearchHit = Schemas['SearchHit'];
export type SyncChanges = Schemas['ConversationChanges'];
export type SyncAnswer = Schemas['SyncAnswer'];
export type SyncRequest = Schemas['SyncRequestBody'];
/** In groups above 50 members, to the sender of the message. */
export type ReceiptCount = Schemas['ReceiptCount'];
/** A member's cursors; in large groups counts instead. */
export type Receipt = Schemas['Receipt'] | ReceiptCount;
export type Presence = Schemas['UserPresence'];
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
