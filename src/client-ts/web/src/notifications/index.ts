import type { ChatClient, News } from '@orleanschat/sdk';
import { createEffect, createRoot } from 'solid-js';
import { route } from '../app/router';
import { preferences } from '../preferences';
import { badgeIcon } from './badge';
import { notificationText } from './notification-text';
import { oneTab } from './one-tab';
import { permission } from './permission';
import { shouldNotify } from './should-notify';
import { closeAllNotifications, closeNotification, showNotification } from './show';
import { playSound } from './sound';

/** Tells the person of news they do not see, for as long as the page lives. */
export function startNotifications(client: ChatClient): void {
  const tabs = oneTab(navigator.locks);
  watchAttention((openId) =>
    tabs.attend({ visible: document.visibilityState === 'visible', focused: document.hasFocus(), openId }),
  );
  badgeIcon(client.unread);
  const shown = new Set<string>();

  const tell = async (news: News) => {
    const { id } = news.conversation;
    if (!shouldNotify(news) || !(await tabs.tells(id))) return;
    const { notifications, sound } = preferences();
    if (!notifications) return;
    if (sound) playSound();
    if (permission() !== 'granted') return;
    const { senderId, seq } = news.message;
    const sender = client.users.get().get(senderId)?.displayName ?? null;
    if (sender === null) client.users.request(senderId);
    shown.add(id);
    await showNotification(id, seq, notificationText(news, sender));
  };
  client.onNews((news) => void tell(news).catch((error: unknown) => console.warn('A notification failed.', error)));

  const close = (closing: Promise<void>) =>
    closing.catch((error: unknown) => console.warn('A notification could not be closed.', error));
  client.conversations.subscribe(({ items }) => {
    if (shown.size === 0) return;
    const unread = new Set(items.filter(({ unreadCount }) => unreadCount > 0).map(({ id }) => id));
    for (const id of shown) {
      if (unread.has(id)) continue;
      shown.delete(id);
      void close(closeNotification(id));
    }
  });
  client.session.subscribe(({ status }) => {
    if (status !== 'signedOut') return;
    shown.clear();
    void close(closeAllNotifications());
  });
}

/** Calls with the open conversation, now and whenever the person turns to or from this page or opens another one. */
function watchAttention(changed: (openId: string | null) => void): void {
  createRoot(() => {
    const openId = () => {
      const now = route();
      return now.page === 'conversation' ? now.id : null;
    };
    createEffect(() => changed(openId()));
    const look = () => changed(openId());
    addEventListener('focus', look);
    addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
  });
}
