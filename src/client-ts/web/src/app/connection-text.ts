import type { ConnectionState } from '@orleanschat/sdk';
import { t } from '../i18n';

/** What the banner says of the connection; null when all is well. */
export function connectionText(status: ConnectionState['status']): string | null {
  switch (status) {
    case 'offline':
      return t('app.connection.offline');
    case 'connecting':
    case 'reconnecting':
      return t('app.connection.reconnecting');
    case 'syncing':
      return t('app.connection.syncing');
    case 'online':
    case 'ended':
      return null;
  }
}
