/**
 * Whether one RFC 3339 time in UTC is later than another. The server's are finer than a millisecond, and leave trailing zeros out,
 * so neither `Date` nor the plain texts tell.
 */
export function isLater(time: string, than: string): boolean {
  return sortable(time) > sortable(than);
}

function sortable(time: string): string {
  const [, seconds = '', fraction = ''] = /^(.{19})(?:\.(\d+))?/.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
