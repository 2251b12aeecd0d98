import type { Conversation, Counts, Message, Receipts } from '@orleanschat/sdk';

/** How far the person's own message has come with others. */
export interface ReceiptState {
  readonly state: 'sent' | 'delivered' | 'read';
  /** Null where nobody counts them. */
  readonly readers: number | null;
  /** Who they are, in groups where the server tells of each member; else nobody. */
  readonly readerIds: readonly string[];
}

/** In larger groups the server counts. */
const maxNamed = 50;

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
  const cursors = [...(receipts ?? [])].filter(([id]) => id !== userId);
  const readerIds = cursors.filter(([, { readSeq }]) => readSeq >= seq).map(([id]) => id);
  const readers = Math.max(counts?.readCount ?? 0, readerIds.length);
  const receivers = Math.max(
    readers,
    counts?.deliveredCount ?? 0,
    cursors.filter(([, { deliveredSeq }]) => deliveredSeq >= seq).length,
  );
  const isAll = (count: number) => others > 0 && count >= others;
  const state = isAll(readers) ? 'read' : isAll(receivers) ? 'delivered' : 'sent';
  if (conversation.kind === 'direct') return { state, readers: null, readerIds: [] };
  return { state, readers, readerIds: conversation.memberCount <= maxNamed ? readerIds : [] };
}
