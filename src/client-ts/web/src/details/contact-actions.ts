import type { ContactStatus } from '@orleanschat/sdk';

export type ContactAction = 'accept' | 'ask' | 'block' | 'decline' | 'remove' | 'unblock' | 'withdraw';

/** What can be done about somebody, by what they are to the person; the likeliest first. */
export function contactActions(status: ContactStatus | undefined): readonly ContactAction[] {
  switch (status) {
    case 'pendingIncoming':
      return ['accept', 'decline', 'block'];
    case 'pendingOutgoing':
      return ['withdraw', 'block'];
    case 'accepted':
      return ['remove', 'block'];
    case 'blocked':
      return ['unblock'];
    case 'removed':
    case undefined:
      return ['ask', 'block'];
  }
}
