import { expect, type Page, type Route } from '@playwright/test';
import type { Person } from './person.ts';

/**
 * Keeps the page's next request to an address back, as a slow network does. `made` is settled when there is one;
 * `letGo` sends it.
 */
export async function holdNext(page: Page, address: string | RegExp): Promise<{ made: Promise<void>; letGo: () => void }> {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let isMade = () => {};
  const made = new Promise<void>((resolve) => (isMade = resolve));
  const hold = async (route: Route) => {
    isMade();
    await released;
    await route.continue();
  };
  await page.route(address, hold, { times: 1 });
  return { made, letGo };
}

/** Waits until the page is the service worker's, so that it opens without a network from now on. */
export async function becomeInstalled({ page }: Person): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }
  });
}

/** Waits until this device keeps so many conversations, with so many messages in all, for the next start. */
export async function keepsForNextStart(page: Page, conversations: number, messages: number): Promise<void> {
  const isKept = async () => {
    const kept = await page.evaluate(readCache);
    return kept.conversations >= conversations && kept.messages >= messages;
  };
  await expect.poll(isKept).toBe(true);
}

/** In the page: what its databases hold. */
async function readCache(): Promise<{ conversations: number; messages: number }> {
  const answerOf = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const kept = { conversations: 0, messages: 0 };
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await answerOf(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const entries: { conversation?: unknown; messages?: unknown[] }[] = await answerOf(
        database.transaction(store).objectStore(store).getAll(),
      );
      kept.conversations += entries.filter((entry) => entry?.conversation !== undefined).length;
      for (const entry of entries) kept.messages += entry?.messages?.length ?? 0;
    }
    database.close();
  }
  return kept;
}
