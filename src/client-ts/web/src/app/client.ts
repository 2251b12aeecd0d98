import type { NetworkStatus } from '@orleanschat/sdk';
import { browserTabs, ChatClient, indexedDbStorage } from '@orleanschat/sdk';
import { followSession } from '../composer/drafts';
import { framePace } from './frame-pace';

const name = 'orleanschat';

export function createClient(): ChatClient {
  const client = ChatClient.create({
    baseUrl: location.origin,
    cookie: true,
    storage: indexedDbStorage(name),
    tabs: browserTabs(name),
    network: browserNetwork(),
    pace: framePace,
    logger: { debug: () => {}, warn: (text, error) => console.warn(text, error) },
    makeThumbnail: async (image) => (await import('../composer/make-thumbnail')).makeThumbnail(image),
  });
  followSession(client.session);
  return client;
}

/** A local server is looked for this often (milliseconds) while the browser says there is no network. */
const lookInterval = 3_000;

/** The browser's word on the network. A server on this very machine is reached without one, which a page finds out by itself. */
function browserNetwork(): NetworkStatus {
  let online = navigator.onLine;
  const listeners = new Set<() => void>();
  const change = (now: boolean) => {
    online = now;
    for (const listener of [...listeners]) listener();
  };
  addEventListener('online', () => change(true));
  addEventListener('offline', () => change(false));
  if (!online && ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)) {
    const look = () => {
      if (!online) fetch('/health/live').then(() => change(true), () => setTimeout(look, lookInterval));
    };
    look();
  }
  return {
    get online() {
      return online;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
