import { noteLoadFailures } from '../app/load-failure';
import { navigate } from '../app/router';
import { t } from '../i18n';
import { toast } from '../ui/toasts';

/** A page that stays open asks for a newer version this often (milliseconds), when it is looked at. */
const checkInterval = 60 * 60 * 1_000;

/** Registers the service worker when the page is there. It takes over by itself only on the first visit. */
export function registerServiceWorker(): void {
  offerReloadForLostParts();
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  openWhatIsClicked(navigator.serviceWorker);
  const begin = () =>
    void register(navigator.serviceWorker).catch((error: unknown) =>
      console.warn('There is no service worker: the page does not open without a network.', error),
    );
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  const registration = await container.register('/sw.js');
  offerWhenWaiting(container, registration);
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', () => offerWhenWaiting(container, registration)),
  );
  let checkedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - checkedAt < checkInterval) return;
    checkedAt = Date.now();
    // Without a network there is nothing newer to be had.
    registration.update().catch(() => {});
  });
}

/** Never reloads by itself: somebody may be writing. */
function offerWhenWaiting(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  const { waiting } = registration;
  if (waiting === null || container.controller === null) return;
  offerReload(() => {
    container.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('takeOver');
  });
}

function offerReload(run: () => void): void {
  toast(t('app.update'), { label: t('app.updateNow'), run });
}

/** A part that is loaded when needed is gone though there is a network: the server has a newer version of all. */
function offerReloadForLostParts(): void {
  noteLoadFailures(() => navigator.onLine && offerReload(() => location.reload()));
}

/** Somebody clicked on a notification, and this window is to show what it is about. */
function openWhatIsClicked(container: ServiceWorkerContainer): void {
  container.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const asked = data as { readonly type?: unknown; readonly path?: unknown } | null;
    if (asked?.type === 'open' && typeof asked.path === 'string') navigate(asked.path);
  });
}
