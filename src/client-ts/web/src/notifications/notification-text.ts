import type { News } from '@orleanschat/sdk';
import { t } from '../i18n';

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** The longest text that a notification shows, in UTF-16 units. */
const maxLength = 200;

/** @param sender Their name; null while it is not known. */
export function notificationText({ message, conversation, mentionsMe }: News, sender: string | null): NotificationText {
  const title = conversation.name ?? conversation.peer?.displayName ?? sender ?? t('notifications.newMessage');
  const text = message.content === '' ? t('notifications.image') : shorten(message.content);
  if (conversation.kind === 'direct') return { title, body: text };
  const who = sender ?? t('notifications.somebody');
  return { title, body: mentionsMe ? t('notifications.mention', who, text) : t('notifications.from', who, text) };
}

function shorten(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).trimEnd()}…`;
}
