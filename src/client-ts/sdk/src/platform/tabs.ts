import type { User } from '../api/types.js';

/** What the tabs of one browser tell each other. */
export type TabMessage =
  | { readonly type: 'tokens'; readonly accessToken: string; readonly expiresAt: number; readonly user: User }
  | { readonly type: 'signedOut'; readonly reason: string | null }
  | { readonly type: 'outboxChanged'; readonly userId: string };

/** The other tabs that share this one's storage. */
export interface Tabs {
  /** Runs `work` while no other tab runs work of the same name. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Tells the other tabs. */
  post(message: TabMessage): void;
  /** @returns stops listening. */
  listen(listener: (message: TabMessage) => void): () => void;
}

/** For a client that shares its storage with nobody. */
export const soleTab: Tabs = { exclusive: (_name, work) => work(), post: () => {}, listen: () => () => {} };

/**
 * The tabs of this origin, by Web Locks and BroadcastChannel. Browsers give locks only to secure origins, and some modes
 * of privacy give no channel; without them two tabs may do the same work twice, which the server makes harmless
 * (`requestId`, `clientMessageId`), and hear of each other from the server only.
 */
export function browserTabs(name: string): Tabs {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {};
  const channel = openChannel(name);
  return {
    exclusive: async (work, run) => (locks === undefined ? run() : locks.request(`${name}:${work}`, run)),
    post: (message) => channel?.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent) => listener(event.data as TabMessage);
      channel?.addEventListener('message', onMessage);
      return () => channel?.removeEventListener('message', onMessage);
    },
  };
}

function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
