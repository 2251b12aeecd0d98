/** A stretch of a message's text; `isHit` where it is what was searched for. */
export interface SnippetPart {
  readonly text: string;
  readonly isHit: boolean;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Takes the server's snippet apart, which is escaped text with its hits in `<mark>`: nothing of it is used as HTML. */
export function parseSnippet(html: string): readonly SnippetPart[] {
  return html
    .split(/(<mark>.*?<\/mark>)/s)
    .filter((part) => part !== '')
    .map((part) => {
      const hit = /^<mark>(.*)<\/mark>$/s.exec(part)?.[1];
      return { text: unescape(hit ?? part), isHit: hit !== undefined };
    });
}

function unescape(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/gi, (entity, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? entity;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity;
  });
}
