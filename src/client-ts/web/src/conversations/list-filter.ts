import type { Conversation } from '@orleanschat/sdk';
import { titleOf } from './conversation-text';

/** What the list can be narrowed to. */
export const listFilters = ['all', 'unread', 'groups'] as const;
export type ListFilter = (typeof listFilters)[number];

/** The open conversation stays among the unread ones while it is read. */
export function isListed(conversation: Conversation, filter: ListFilter, openId: string | null): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'unread':
      return conversation.unreadCount > 0 || conversation.id === openId;
    case 'groups':
      return conversation.kind === 'group';
  }
}

/** Case, accents and the like make no difference. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** The conversations whose title has what is typed in it, or whose peer has a user name that begins so. */
export function findByName(conversations: readonly Conversation[], typed: string): readonly Conversation[] {
  const wanted = folded(typed.trim()).replace(/^@/, '');
  if (wanted === '') return [];
  return conversations.filter((conversation) => {
    const title = folded(titleOf(conversation));
    const username = folded(conversation.peer?.username ?? '');
    return title.includes(wanted) || username.startsWith(wanted);
  });
}
