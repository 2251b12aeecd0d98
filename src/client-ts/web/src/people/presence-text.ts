import type { PresenceOf } from '@orleanschat/sdk';
import { t } from '../i18n';
import { sameDay, shortTime, timeOfDay } from '../ui/time';

/** "Online", "Last seen 14:05"; null of somebody whose presence is not shown. */
export function presenceText(presence: PresenceOf | undefined, now: Date): string | null {
  if (presence === undefined || presence.online === null) return null;
  if (presence.online) return t('time.online');
  const seen = presence.lastSeenAt;
  if (seen === null) return t('time.lastSeenLongAgo');
  return t('time.lastSeen', sameDay(seen, now.toISOString()) ? timeOfDay(seen) : shortTime(seen, now));
}
