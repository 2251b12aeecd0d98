import type { Conversation, Message } from '@orleanschat/sdk';

/** What the person may do with a message; the server decides in the end. */
export interface MessageRights {
  readonly edit: boolean;
  readonly delete: boolean;
  readonly pin: boolean;
}

export function rightsOf(message: Message, conversation: Pick<Conversation, 'kind' | 'role'>, userId: string): MessageRights {
  const manages = conversation.role === 'admin' || conversation.role === 'owner';
  const isOwn = message.senderId === userId;
  if (message.deletedAt !== null) return { edit: false, delete: false, pin: false };
  return { edit: isOwn, delete: isOwn || manages, pin: conversation.kind === 'direct' || manages };
}
