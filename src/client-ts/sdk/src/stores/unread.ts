import type { Conversation, Message } from '../api/types.js';
import type { MessageLog } from './message-log.js';

/** The server counts no further. */
const max = 1_000;

/**
 * The number of others' messages after `readSeq`, from the server's last count and what is held since. Exact but in one
 * case: when only a part of what the server counted is read here and not all of it is loaded, the rest is an upper bound.
 *
 * @param deletions Countable messages that were deleted after the snapshot was taken.
 */
export function unreadCount(
  snapshot: Conversation,
  log: MessageLog,
  readSeq: number,
  deletions: readonly Message[],
  userId: string,
): number {
  const counted = countedBySnapshot(snapshot, log, readSeq, deletions, userId);
  const since = countHeld(log, Math.max(snapshot.lastSeq, readSeq), log.newest, userId).count;
  return Math.min(counted + since, max);
}

/** Whether a message by itself is one that others see as unread. */
export function isCountable(message: Message, userId: string): boolean {
  return message.senderId !== userId && message.type !== 'system';
}

function countedBySnapshot(
  snapshot: Conversation,
  log: MessageLog,
  readSeq: number,
  deletions: readonly Message[],
  userId: string,
): number {
  if (readSeq >= snapshot.lastSeq || snapshot.unreadCount === 0) return 0;
  if (readSeq <= snapshot.readSeq) {
    const deleted = deletions.filter((message) => message.seq > snapshot.readSeq && message.seq <= snapshot.lastSeq);
    return Math.max(0, snapshot.unreadCount - deleted.length);
  }
  const held = countHeld(log, readSeq, snapshot.lastSeq, userId);
  return held.complete ? held.count : Math.min(snapshot.unreadCount, snapshot.lastSeq - readSeq);
}

/** Countable messages after `from`, up to and including `to`, as far as they are held. */
function countHeld(log: MessageLog, from: number, to: number, userId: string): { count: number; complete: boolean } {
  let count = 0;
  let complete = true;
  for (let seq = to; seq > from && count < max; seq--) {
    const message = log.get(seq);
    if (message === undefined) complete = false;
    else if (isCountable(message, userId) && message.deletedAt === null) count++;
  }
  return { count, complete };
}
