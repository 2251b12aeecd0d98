import type { TimelineItem } from '@orleanschat/sdk';

/** The seq of the person's last message that can be edited; null when none is loaded. */
export function lastOwnSeq(items: readonly TimelineItem[], userId: string): number | null {
  const last = items.findLast(
    (item) =>
      item.kind === 'message' &&
      item.message.senderId === userId &&
      item.message.type !== 'system' &&
      item.message.deletedAt === null,
  );
  return last?.kind === 'message' ? last.message.seq : null;
}
