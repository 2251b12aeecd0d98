const product = 'OrleansChat';

/** "(3) Settings – OrleansChat". */
export function pageTitleText(page: string | null, unread: number): string {
  const name = page === null || page === '' ? product : `${page} – ${product}`;
  return unread > 0 ? `(${unread}) ${name}` : name;
}
