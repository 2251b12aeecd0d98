/** The service worker's caches of what only the signed-in person may see have names that begin so. */
const prefix = 'private-';

/** The person has signed out: the next one is to find nothing of theirs. */
export async function dropPrivateCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  try {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(prefix)).map((name) => caches.delete(name)));
  } catch (error) {
    console.warn('The cached pictures could not be removed.', error);
  }
}
