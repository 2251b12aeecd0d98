import type { Contact, Conversation, Message, User } from '../../src/api/types.js';

export const me = 'u.me';
export const peer = 'u.peer';
export const conversationId = 'd.1';

export function user(id: string): User {
  return { id, username: id, displayName: id, avatarUrl: null, online: null, lastSeenAt: null };
}

export function contact(id: string, status: Contact['status'] = 'accepted', createdAt = '2024-01-01T00:00:00Z'): Contact {
  return { user: user(id), status, createdAt };
}

export function message(change: Partial<Message> & { seq: number }): Message {
  return {
    conversationId,
    version: change.seq,
    clientMessageId: null,
    senderId: peer,
    type: 'text',
    content: `message ${change.seq}`,
    image: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: new Date(Date.UTC(2024, 0, 1) + change.seq * 1000).toISOString(),
    editedAt: null,
    deletedAt: null,
    ...change,
  };
}

export function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: conversationId,
    kind: 'direct',
    name: null,
    peer: user(peer),
    role: null,
    memberCount: 2,
    lastMessage: null,
    lastSeq: 0,
    version: 0,
    readSeq: 0,
    deliveredSeq: 0,
    unreadCount: 0,
    muted: false,
    pinnedSeqs: [],
    ...change,
  };
}

/** Numbers in [0, 1) that the seed determines ("mulberry32", Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
