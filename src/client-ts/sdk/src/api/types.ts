/** The shapes of the public contract, as JSON. Times are RFC 3339 UTC; `seq` and `version` fit in 53 bits. */

export interface User {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  /** Known only of contacts and direct peers, else null. */
  readonly online: boolean | null;
  readonly lastSeenAt: string | null;
}

export interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly userAgent: string | null;
}

export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: string;
  /** Null when the refresh token travels in a cookie. */
  readonly refreshToken: string | null;
  readonly user: User;
}

export type ContactStatus = 'pendingIncoming' | 'pendingOutgoing' | 'accepted' | 'blocked';

export interface Contact {
  readonly user: User;
  readonly status: ContactStatus;
  readonly createdAt: string;
}

export type ConversationKind = 'direct' | 'group';
export type GroupRole = 'owner' | 'admin' | 'member';

/** A conversation as the caller sees it. */
export interface Conversation {
  readonly id: string;
  readonly kind: ConversationKind;
  /** A group's name; null for a direct conversation. */
  readonly name: string | null;
  /** The other user of a direct conversation; null for a group. */
  readonly peer: User | null;
  /** Null for a direct conversation. */
  readonly role: GroupRole | null;
  readonly memberCount: number;
  readonly lastMessage: Message | null;
  /** The newest message's seq; 0 when there is none. */
  readonly lastSeq: number;
  /** The conversation's change counter; 0 when nothing was written. */
  readonly version: number;
  readonly readSeq: number;
  readonly deliveredSeq: number;
  /** Others' unread messages, counted up to 1,000. */
  readonly unreadCount: number;
  readonly muted: boolean;
  readonly pinnedSeqs: readonly number[];
}

export interface Member {
  readonly user: User;
  readonly role: GroupRole | null;
  readonly joinedAt: string;
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

export type MessageType = 'text' | 'image' | 'system';

export interface Reaction {
  readonly reaction: string;
  readonly count: number;
  readonly userIds: readonly string[];
}

/** `url` and `thumbnailUrl` are signed and short-lived; `size` is in bytes, `width` and `height` in pixels. */
export interface Image {
  readonly id: string;
  readonly url: string;
  readonly thumbnailUrl: string | null;
  readonly contentType: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** A message in its present state. */
export interface Message {
  readonly conversationId: string;
  /** Dense per conversation, from 1; orders messages. */
  readonly seq: number;
  /** The conversation's version of this message's last change. */
  readonly version: number;
  /** Null for system messages. */
  readonly clientMessageId: string | null;
  readonly senderId: string;
  readonly type: MessageType;
  /** Empty when deleted; a JSON object ({@link SystemEvent}) when `type` is `system`. */
  readonly content: string;
  readonly image: Image | null;
  readonly replyTo: number | null;
  readonly mentions: readonly string[];
  readonly reactions: readonly Reaction[];
  readonly createdAt: string;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
}

/** What a system message tells; its `senderId` is the acting user. */
export interface SystemEvent {
  readonly event: 'groupCreated' | 'membersAdded' | 'memberLeft' | 'memberRemoved' | 'groupRenamed';
  readonly userIds?: readonly string[];
  readonly name?: string;
}

/** "It is committed." */
export interface Ack {
  readonly conversationId: string;
  readonly seq: number;
  readonly version: number;
  readonly createdAt: string;
  /** The clientMessageId was known: this is the first message's answer and nothing changed. */
  readonly duplicate: boolean;
}

export interface NewMessage {
  readonly conversationId: string;
  readonly clientMessageId: string;
  readonly content: string;
  readonly replyTo?: number;
}

/** A stretch of a conversation, ascending by seq. */
export interface History {
  readonly items: readonly Message[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface SyncRequest {
  /** The last version known of each conversation. */
  readonly cursors: Readonly<Record<string, number>>;
  /** `next` of the last answer. */
  readonly since?: string;
}

export interface SyncChanges {
  readonly conversationId: string;
  /** Ascending by version, or with `reset` the newest 50 by seq. */
  readonly messages: readonly Message[];
  /** The cursor after these messages. */
  readonly version: number;
  /** Forget what is held of this conversation: too much was missed, or nothing was known. */
  readonly reset: boolean;
  /** There is more: ask again with the new cursors. */
  readonly more: boolean;
}

export interface SyncAnswer {
  readonly conversations: readonly Conversation[];
  readonly changes: readonly SyncChanges[];
  readonly removed: readonly string[];
  readonly contacts: readonly Contact[];
  readonly next: string;
  readonly serverTime: string;
}

/** A member's cursors; in groups above 50 members counts instead, to the sender only. */
export type Receipt =
  | {
      readonly conversationId: string;
      readonly userId: string;
      readonly deliveredSeq: number;
      readonly readSeq: number;
    }
  | {
      readonly conversationId: string;
      readonly seq: number;
      readonly deliveredCount: number;
      readonly readCount: number;
    };

export interface Presence {
  readonly userId: string;
  readonly online: boolean;
  readonly lastSeenAt: string | null;
}

export interface Typing {
  readonly conversationId: string;
  readonly userId: string;
  readonly typing: boolean;
}
