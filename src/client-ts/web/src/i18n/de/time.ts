import type { time as en } from '../en/time';

export const time: typeof en = {
  lastSeen: (when) => `Zuletzt gesehen: ${when}`,
  lastSeenLongAgo: 'Offline',
  online: 'Online',
};
