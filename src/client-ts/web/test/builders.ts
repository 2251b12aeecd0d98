import type { Message } from '@orleanschat/sdk';

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
