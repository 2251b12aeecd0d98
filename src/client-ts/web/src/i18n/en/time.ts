/** Days near today are named by `Intl.RelativeTimeFormat`. */
export const time = {
  lastSeen: (when: string) => `Last seen ${when}`,
  lastSeenLongAgo: 'Offline',
  online: 'Online',
};
