import type { ConnectionState } from '@orleanschat/sdk';

/** What the banner says of the connection; null when all is well. */
export function connectionText(status: ConnectionState['status']): string | null {
  switch (status) {
    case 'offline':
      return 'No connection. Messages are kept and sent when you are back.';
    case 'connecting':
    case 'reconnecting':
      return 'Reconnecting…';
    case 'syncing':
      return 'Catching up…';
    case 'online':
    case 'ended':
      return null;
  }
}
