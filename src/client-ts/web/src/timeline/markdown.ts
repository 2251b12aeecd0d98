import type { Tokens } from 'marked';
import { Marked } from 'marked';
import { safeLink } from './safe-link';

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Nothing of these kinds: what looks like it stays as it was written. */
const none = () => undefined;

const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: { html: none, tag: none, def: none, code: none, lheading: none, table: none, hr: none },
  renderer: {
    html: ({ text }) => escape(text),
    heading({ tokens }) {
      return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`;
    },
    // Images come as attachments only, never from foreign hosts.
    image: ({ href, text }) => linkTo(href, escape(text === '' ? href : text)),
    link({ href, tokens }) {
      return linkTo(href, this.parser.parseInline(tokens));
    },
    checkbox: ({ checked }: Tokens.Checkbox): string => (checked ? '☑ ' : '☐ '),
    code: ({ text }) => `<pre><code>${escape(text)}</code></pre>`,
  },
});

function linkTo(href: string, html: string): string {
  const link = safeLink(href);
  if (link === null) return html;
  return `<a href="${escape(link)}" target="_blank" rel="noopener noreferrer nofollow">${html}</a>`;
}

/** HTML of a few elements only; still to be sanitised, because a parser may err. */
export function toHtml(text: string): string {
  return marked.parse(text, { async: false }).trim();
}
