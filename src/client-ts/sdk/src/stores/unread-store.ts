import type { Inbox } from './conversations-store.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** What waits to be read, muted conversations left out. */
export interface Unread {
  readonly messages: number;
  /** Those with unread messages. */
  readonly conversations: number;
}

/** Sums over the inbox, for titles and icons. */
export function unreadOf(inbox: ReadonlyStore<Inbox>): ReadonlyStore<Unread> {
  const unread = new Store(sum(inbox.get()));
  inbox.subscribe((changed) => {
    const { messages, conversations } = sum(changed);
    const known = unread.get();
    if (messages !== known.messages || conversations !== known.conversations) unread.set({ messages, conversations });
  });
  return unread;
}

function sum({ items }: Inbox): Unread {
  const unread = items.filter(({ muted, unreadCount }) => !muted && unreadCount > 0);
  return { messages: unread.reduce((total, { unreadCount }) => total + unreadCount, 0), conversations: unread.length };
}
