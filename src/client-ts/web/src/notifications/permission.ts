import { createSignal } from 'solid-js';

/** `unsupported`: this browser, or a page without HTTPS, has no notifications. */
export type Permission = NotificationPermission | 'unsupported';

const present = (): Permission => ('Notification' in globalThis ? Notification.permission : 'unsupported');
const [permission, setPermission] = createSignal(present());

/** What the browser allows; it can be changed in the browser's own settings meanwhile. */
export { permission };

if ('permissions' in navigator) {
  navigator.permissions
    .query({ name: 'notifications' })
    .then((status) => status.addEventListener('change', () => setPermission(present())))
    // Not every browser can watch it; then it is read when asked for.
    .catch(() => {});
}

/** Asks the person, once; call it from a click. @returns whether notifications may be shown. */
export async function requestPermission(): Promise<boolean> {
  if (present() === 'default') await Notification.requestPermission();
  setPermission(present());
  return permission() === 'granted';
}
