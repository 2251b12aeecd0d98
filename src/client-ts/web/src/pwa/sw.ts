import { clientsClaim } from 'workbox-core';
import type { PrecacheEntry } from 'workbox-precaching';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { ExpirationPlugin } from 'workbox-expiration';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[] };

const day = 24 * 60 * 60;

// The page opens without a network. There is one page: what comes after # is for its script.
precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { allowlist: [/^\/(index\.html)?(\?.*)?$/] }));

// What is not needed to read and write is kept from when it was first used; its name changes with its content.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  new CacheFirst({ cacheName: 'assets', plugins: [new ExpirationPlugin({ maxEntries: 60, maxAgeSeconds: 60 * day })] }),
);

// Small pictures never change under their path; the signature in the query does. The page drops them when the person
// signs out (private-caches.ts).
registerRoute(
  ({ url, request, sameOrigin }) =>
    sameOrigin && request.destination === 'image' && url.pathname.startsWith('/blobs/thumbnails/'),
  new CacheFirst({
    cacheName: 'private-thumbnails',
    plugins: [
      { cacheKeyWillBeUsed: async ({ request }) => request.url.split('?', 1)[0] ?? request.url },
      new ExpirationPlugin({ maxEntries: 500, maxAgeSeconds: 30 * day, purgeOnQuotaError: true }),
    ],
  }),
);

// The first visit is served at once, too. A newer version waits until the person wants it.
clientsClaim();
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if (data === 'takeOver') void self.skipWaiting();
});

self.addEventListener('notificationclick', (event) => {
  const { notification } = event;
  notification.close();
  const { path } = notification.data as { readonly path: string };
  event.waitUntil(show(path));
});

/** Brings a window of the chat to the front and has it open a page, or opens a window. */
async function show(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window = windows.find(({ focused }) => focused) ?? windows[0];
  if (window === undefined) return void (await self.clients.openWindow(`/#${path}`));
  window.postMessage({ type: 'open', path });
  await window.focus();
}
