import type { Attention } from './should-notify';
import { sees } from './should-notify';

const teller = 'orleanschat:teller';
const watched = 'orleanschat:watched:';
const anywhere = '*';

/** Of several tabs one tells of news, and only if the person sees them in none. */
export interface OneTab {
  /** This page's attention changed. */
  attend(attention: Attention): void;
  /** Whether this tab is to tell of a conversation's news now. */
  tells(conversationId: string): Promise<boolean>;
}

/**
 * Tabs see each other's locks: one holds the teller's, and each holds, shared, one for what its person looks at. A lock
 * goes with its tab, however that ends. Without locks every tab stands for itself.
 */
export function oneTab(locks: LockManager | undefined): OneTab {
  let attention: Attention = { visible: false, focused: false, openId: null };
  if (locks === undefined) {
    return { attend: (next) => void (attention = next), tells: async (id) => !sees(attention, id) };
  }
  let isTeller = false;
  hold(locks, teller, 'exclusive', () => (isTeller = true));
  let release = () => {};
  let held: string | null = null;
  return {
    attend(next) {
      attention = next;
      const wanted = whatIsSeen(next);
      if (wanted === held) return;
      release();
      held = wanted;
      release = wanted === null ? () => {} : hold(locks, watched + wanted, 'shared');
    },
    async tells(id) {
      if (!isTeller || sees(attention, id)) return false;
      const names = new Set((await locks.query()).held?.map(({ name }) => name));
      return !names.has(watched + anywhere) && !names.has(watched + id);
    },
  };
}

function whatIsSeen({ visible, focused, openId }: Attention): string | null {
  if (!visible) return null;
  return focused ? anywhere : openId;
}

/** Holds a lock from when it is free. @returns gives it back, or gives up waiting for it. */
function hold(locks: LockManager, name: string, mode: LockMode, onHeld: () => void = () => {}): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  locks
    .request(name, { mode }, () => {
      onHeld();
      return released;
    })
    .catch((error: unknown) => console.warn('Tabs cannot agree on who tells of news.', error));
  return release;
}
