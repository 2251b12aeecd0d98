import type { ContactStatus } from '@orleanschat/sdk';

/** What a person can do about another one. */
export type ContactAction = 'accept' | 'ask' | 'block' | 'decline' | 'message' | 'remove' | 'unblock' | 'withdraw';

interface Choice {
  /** As buttons, the likeliest first. */
  readonly shown: readonly ContactAction[];
  /** In the menu. */
  readonly more: readonly ContactAction[];
}

/** By how the two stand to each other. */
export function actionsFor(status: ContactStatus | undefined): Choice {
  switch (status) {
    case 'accepted':
      return { shown: ['message'], more: ['remove', 'block'] };
    case 'pendingIncoming':
      return { shown: ['accept', 'decline'], more: ['message', 'block'] };
    case 'pendingOutgoing':
      return { shown: ['withdraw'], more: ['message', 'block'] };
    case 'blocked':
      return { shown: ['unblock'], more: [] };
    case 'removed':
    case undefined:
      return { shown: ['ask'], more: ['message', 'block'] };
  }
}

/** These are asked about first. */
export function isGrave(action: ContactAction): action is 'block' | 'remove' {
  return action === 'block' || action === 'remove';
}
