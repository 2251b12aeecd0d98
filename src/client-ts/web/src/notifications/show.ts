import { navigate } from '../app/router';
import { paths } from '../app/routes';
import type { NotificationText } from './notification-text';

const tagOf = (conversationId: string) => `conversation:${conversationId}`;

/** Shows a conversation's notification, in place of its last one. */
export async function showNotification(conversationId: string, seq: number, { title, body }: NotificationText): Promise<void> {
  const path = paths.conversation(conversationId);
  // `renotify` is not in TypeScript's DOM types.
  const options: NotificationOptions & { renotify: boolean } = {
    body,
    tag: tagOf(conversationId),
    renotify: true,
    icon: '/icon-192.png',
    lang: document.documentElement.lang,
    dir: 'auto',
    data: { path, seq },
  };
  const registration = await serviceWorker();
  if (registration !== null) return registration.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.addEventListener('click', () => {
    window.focus();
    navigate(path);
    notification.close();
  });
}

/** The person has read it: elsewhere, perhaps. */
export async function closeNotification(conversationId: string): Promise<void> {
  const registration = await serviceWorker();
  const shown = (await registration?.getNotifications({ tag: tagOf(conversationId) })) ?? [];
  for (const notification of shown) notification.close();
}

/** Sign-out: nothing of the person stays on the screen. */
export async function closeAllNotifications(): Promise<void> {
  const registration = await serviceWorker();
  for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
}

/** The active one, if there is one. */
async function serviceWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.active ? registration : null;
}
