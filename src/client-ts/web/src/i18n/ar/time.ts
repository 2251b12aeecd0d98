import type { time as en } from '../en/time';

export const time: typeof en = {
  lastSeen: (when) => `آخر ظهور: ${when}`,
  lastSeenLongAgo: 'غير متصل',
  online: 'متصل الآن',
};
