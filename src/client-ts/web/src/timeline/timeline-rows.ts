import type { Message, OutboxEntry, TimelineItem } from '@orleanschat/sdk';
import { sameDay } from '../ui/time';

/** A line as it is drawn. `key` names it for as long as it is there. */
export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly time: string }
  | { readonly kind: 'system'; readonly key: string; readonly message: Message }
  | MessageRowData;

export interface MessageRowData {
  readonly kind: 'message';
  readonly key: string;
  readonly senderId: string;
  readonly createdAt: string;
  readonly content: string;
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

/** The timeline as rows: a separator before each day, and each sender's messages in groups. */
export function rowsOf(items: readonly TimelineItem[], userId: string): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  items.forEach((item, index) => {
    const [before, after] = [items[index - 1], items[index + 1]];
    const createdAt = timeOf(item);
    if (before === undefined || !sameDay(timeOf(before), createdAt)) {
      rows.push({ kind: 'day', key: `day ${new Date(createdAt).toDateString()}`, time: createdAt });
    }
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
      message,
      entry,
      isFirst: before === undefined || !standTogether(before, item, userId),
      isLast: after === undefined || !standTogether(item, after, userId),
    });
  });
  return rows;
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
