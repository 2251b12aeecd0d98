import type { Conversation, Message } from '@orleanschat/sdk';

export function message(change: Partial<Message> = {}): Message {
  return {
    conversationId: 'g.1',
    seq: 1,
    version: 1,
    clientMessageId: null,
    senderId: 'u.bob',
    type: 'text',
    content: 'Hello',
    image: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: '2024-03-01T12:00:00Z',
    editedAt: null,
    deletedAt: null,
    ...change,
  };
}

export function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 'g.1',
    kind: 'group',
    name: 'Sunday walk',
    peer: null,
    role: 'member',
    memberCount: 3,
    muted: false,
    lastSeq: 1,
    lastMessage: null,
    version: 1,
    readSeq: 0,
    deliveredSeq: 0,
    unreadCount: 1,
    pinnedSeqs: [],
    ...change,
  };
}

/** A browser's storage for a test. */
export function mapStorage(content: Readonly<Record<string, string>> = {}): Storage {
  const items = new Map(Object.entries(content));
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
