import type { Conversation, OutboxEntry, Receipts } from '@orleanschat/sdk';

/** How far the person's own last message has come. */
export type Outgoing = 'sending' | 'failed' | 'sent' | 'read';

/** The person's newest message that the log does not hold yet. */
export function pendingOf(outbox: readonly OutboxEntry[], conversation: Conversation): OutboxEntry | null {
  const last = outbox.findLast((entry) => entry.conversationId === conversation.id);
  const isThere = last?.clientMessageId === conversation.lastMessage?.clientMessageId || (last?.ack?.seq ?? Infinity) <= conversation.lastSeq;
  return last === undefined || isThere ? null : last;
}

/** Null where the last word is not the person's own. Who has read is known of direct conversations only. */
export function outgoingOf(
  conversation: Conversation,
  pending: OutboxEntry | null,
  receipts: Receipts | undefined,
  userId: string,
): Outgoing | null {
  if (pending !== null) return pending.state === 'failed' ? 'failed' : pending.state === 'sent' ? 'sent' : 'sending';
  const message = conversation.lastMessage;
  if (message === null || message.senderId !== userId || message.type === 'system' || message.deletedAt !== null) return null;
  const peer = conversation.peer === null ? undefined : receipts?.get(conversation.peer.id);
  return peer !== undefined && peer.readSeq >= message.seq ? 'read' : 'sent';
}
