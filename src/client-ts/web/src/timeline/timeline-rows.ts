import type { Message, OutboxEntry, TimelineItem } from '@orleanschat/sdk';
import { sameDay } from '../ui/time';

/** A line as it is drawn. `key` names it for as long as it is there. */
export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly time: string }
  /** Above the first message that was unread when the conversation was opened. */
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'system'; readonly key: string; readonly message: Message }
  | MessageRowData;

export interface MessageRowData {
  readonly kind: 'message';
  readonly key: string;
  readonly senderId: string;
  readonly createdAt: string;
  readonly content: string;
  /** The seq of the message that it answers. */
  readonly replyTo: number | null;
  /** Null while it is on its way. */
  readonly message: Message | null;
  /** Null once the log has it. */
  readonly entry: OutboxEntry | null;
  /** The first and the last of the sender's messages in a row. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Messages of one sender further apart than this (milliseconds) do not stand together. */
const pause = 5 * 60_000;

/**
 * The timeline as rows: a separator before each day, and each sender's messages in groups.
 * @param readSeq What was read when the conversation was opened, where more was there; else null.
 */
export function rowsOf(items: readonly TimelineItem[], userId: string, readSeq: number | null = null): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  const firstUnread = readSeq === null ? undefined : items.find((item) => isUnread(item, readSeq, userId));
  items.forEach((item, index) => {
    const [before, after] = [items[index - 1], items[index + 1]];
    const createdAt = timeOf(item);
    if (before === undefined || !sameDay(timeOf(before), createdAt)) {
      rows.push({ kind: 'day', key: `day ${new Date(createdAt).toDateString()}`, time: createdAt });
    }
    if (item === firstUnread) rows.push({ kind: 'unread', key: 'unread' });
    if (item.kind === 'message' && item.message.type === 'system') {
      rows.push({ kind: 'system', key: item.key, message: item.message });
      return;
    }
    const [message, entry] = item.kind === 'message' ? [item.message, null] : [null, item.entry];
    rows.push({
      kind: 'message',
      key: item.key,
      senderId: senderOf(item, userId),
      createdAt,
      content: (message ?? entry).content,
      replyTo: (message ?? entry).replyTo,
      message,
      entry,
      isFirst: before === undefined || item === firstUnread || !standTogether(before, item, userId),
      isLast: after === undefined || after === firstUnread || !standTogether(item, after, userId),
    });
  });
  return rows;
}

/** By the server's rule of counting. */
function isUnread(item: TimelineItem, readSeq: number, userId: string): boolean {
  if (item.kind === 'pending') return false;
  const { seq, senderId, type, deletedAt } = item.message;
  return seq > readSeq && senderId !== userId && type !== 'system' && deletedAt === null;
}

/** Null for what is not in the log. */
export function seqOf(row: TimelineRow | undefined): number | null {
  return row?.kind === 'message' || row?.kind === 'system' ? (row.message?.seq ?? null) : null;
}

/** Only the start of the list changed: what is in view is counted from its end. */
export function changedAtStart(before: readonly string[], now: readonly string[]): boolean {
  return before.length > 0 && before.length !== now.length && before.at(-1) === now.at(-1);
}

function standTogether(left: TimelineItem, right: TimelineItem, userId: string): boolean {
  const isSystem = [left, right].some((item) => item.kind === 'message' && item.message.type === 'system');
  const [earlier, later] = [timeOf(left), timeOf(right)];
  return (
    !isSystem &&
    senderOf(left, userId) === senderOf(right, userId) &&
    sameDay(earlier, later) &&
    Date.parse(later) - Date.parse(earlier) < pause
  );
}

function timeOf(item: TimelineItem): string {
  return item.kind === 'message' ? item.message.createdAt : item.entry.createdAt;
}

function senderOf(item: TimelineItem, userId: string): string {
  return item.kind === 'message' ? item.message.senderId : userId;
}
