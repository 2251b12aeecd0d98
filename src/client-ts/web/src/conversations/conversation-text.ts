import type { Conversation, Message } from '@orleanschat/sdk';
import { systemText } from '../groups/system-text';

export function titleOf(conversation: Conversation): string {
  return conversation.name ?? conversation.peer?.displayName ?? 'Conversation';
}

/** The last message in one line. */
export function previewOf(conversation: Conversation, userId: string, nameOrYou: (id: string) => string): string {
  const message = conversation.lastMessage;
  if (message === null) return 'No messages yet';
  if (message.type === 'system') return systemText(message, nameOrYou);
  const text = textOf(message);
  if (conversation.kind === 'direct' && message.senderId !== userId) return text;
  return `${firstWord(nameOrYou(message.senderId))}: ${text}`;
}

function firstWord(name: string): string {
  return name.split(' ', 1)[0] ?? name;
}

/** What stands for a message where there is room for words only. */
export function textOf(message: Message): string {
  if (message.deletedAt !== null) return 'Message deleted';
  return message.content === '' && message.image !== null ? 'Image' : message.content;
}
