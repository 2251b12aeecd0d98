import type { Conversation, Counts, Message, Receipts } from '@orleanschat/sdk';

/** How far the person's own message has come with others. `readers` is null where nobody counts them. */
export interface ReceiptState {
  readonly state: 'sent' | 'delivered' | 'read';
  readonly readers: number | null;
}

interface Known {
  readonly conversation: Pick<Conversation, 'kind' | 'memberCount'>;
  /** The cursors of members, where they are known. */
  readonly receipts: Receipts | undefined;
  /** In large groups. */
  readonly counts: Counts | undefined;
  readonly userId: string;
}

/** "Read" is what all others have read; in a direct conversation that is the other. */
export function receiptState({ seq }: Pick<Message, 'seq'>, { conversation, receipts, counts, userId }: Known): ReceiptState {
  const others = conversation.kind === 'direct' ? 1 : Math.max(0, conversation.memberCount - 1);
  const cursors = [...(receipts ?? [])].filter(([id]) => id !== userId).map(([, cursor]) => cursor);
  const readers = Math.max(counts?.readCount ?? 0, cursors.filter(({ readSeq }) => readSeq >= seq).length);
  const receivers = Math.max(
    readers,
    counts?.deliveredCount ?? 0,
    cursors.filter(({ deliveredSeq }) => deliveredSeq >= seq).length,
  );
  const isAll = (count: number) => others > 0 && count >= others;
  const state = isAll(readers) ? 'read' : isAll(receivers) ? 'delivered' : 'sent';
  return { state, readers: conversation.kind === 'direct' ? null : readers };
}
