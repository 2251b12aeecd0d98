import type { PresenceOf } from '@orleanschat/sdk';
import { t } from '../i18n';
import { shortTime } from '../ui/time';

/** Null where it is not told: of people who are neither contacts nor in a 1-1 conversation. */
export function presenceText(presence: PresenceOf | undefined, now: Date): string | null {
  if (presence === undefined) return null;
  if (presence.online) return t('time.online');
  return presence.lastSeenAt === null ? t('time.lastSeenLongAgo') : t('time.lastSeen', shortTime(presence.lastSeenAt, now));
}
