const schemes: readonly string[] = ['http:', 'https:', 'mailto:'];

/** Where a link leads, if it may: to the web or to a mailbox. Null for scripts, files, data and what is no address. */
export function safeLink(href: string): string | null {
  try {
    const url = new URL(href);
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
