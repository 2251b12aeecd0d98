/**
 * What the contract has and the server's document does not, by the contract. The document wins where it has a route; a
 * type that it has is to be an alias in types.ts, and goes from here.
 */
import type { Contact, Conversation, Image, Message, Page, User } from './types.js';

/** Somebody whom contacts of the person know. */
export interface Suggestion {
  readonly user: User;
  readonly mutualCount: number;
}

export interface Invite {
  readonly code: string;
  readonly maxUses: number | null;
  readonly uses: number;
  readonly expiresAt: string | null;
}

/** What somebody who holds a code sees before joining. */
export interface InvitePreview {
  readonly code: string;
  readonly group: { readonly id: string; readonly name: string; readonly memberCount: number };
  readonly isMember: boolean;
  readonly expiresAt: string | null;
}

export interface NewInvite {
  readonly maxUses?: number;
  readonly expiresAt?: string;
}

export interface SearchHit {
  readonly message: Message;
  readonly snippet: string;
  readonly rank: number;
}

export interface UploadTarget {
  readonly uploadUrl: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where to send an image's bytes: straight to the blob store. */
export interface ImageUpload extends UploadTarget {
  readonly imageId: string;
  readonly expiresAt: string;
  /** For a small picture made in the browser. */
  readonly thumbnail?: UploadTarget | null;
}

/** In large groups, to the sender of the message. */
export interface ReceiptCount {
  readonly conversationId: string;
  readonly seq: number;
  readonly deliveredCount: number;
  readonly readCount: number;
}

export interface Presence {
  readonly userId: string;
  readonly online: boolean;
  readonly lastSeenAt: string | null;
}

interface Paging {
  readonly limit?: number;
  readonly cursor?: string;
}

interface SearchQuery extends Paging {
  readonly q: string;
  readonly conversationId?: string;
  readonly senderId?: string;
  readonly before?: string;
  readonly after?: string;
}

export interface PendingRoutes {
  'DELETE /users/me': { body: { readonly password: string }; answer: void };
  'GET /users/me/export': { answer: unknown };
  'PUT /users/me/avatar': { body: { readonly imageId: string }; answer: User };
  'DELETE /users/me/avatar': { answer: User | void };
  'GET /contacts': { query: Paging; answer: Page<Contact> };
  'POST /contacts': { body: { readonly userId: string }; answer: Contact };
  'GET /contacts/suggestions': { query: Paging; answer: Page<Suggestion> };
  'POST /contacts/{userId}/accept': { answer: Contact | void };
  'POST /contacts/{userId}/decline': { answer: Contact | void };
  'DELETE /contacts/{userId}': { answer: void };
  'PUT /contacts/{userId}/block': { answer: Contact | void };
  'DELETE /contacts/{userId}/block': { answer: Contact | void };
  'PUT /conversations/{id}/messages/{seq}/reactions/{reaction}': { answer: Message };
  'DELETE /conversations/{id}/messages/{seq}/reactions/{reaction}': { answer: Message };
  'PUT /conversations/{id}/pins/{seq}': { answer: void };
  'DELETE /conversations/{id}/pins/{seq}': { answer: void };
  'DELETE /groups/{id}': { answer: void };
  'PATCH /groups/{id}/members/{userId}': { body: { readonly role: string }; answer: unknown };
  'POST /groups/{id}/invites': { body: NewInvite; answer: Invite };
  'GET /groups/{id}/invites': { query: Paging; answer: Page<Invite> };
  'GET /groups/{id}/invites/{code}': { answer: Invite };
  'DELETE /groups/{id}/invites/{code}': { answer: void };
  'GET /invites/{code}': { answer: InvitePreview };
  'POST /invites/{code}/join': { answer: Conversation };
  'GET /search': { query: SearchQuery; answer: Page<SearchHit> };
  'POST /images': {
    body: { readonly contentType: string; readonly size: number; readonly fileName?: string };
    answer: ImageUpload;
  };
  'POST /images/{id}/complete': { answer: Image };
}
