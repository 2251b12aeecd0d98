import { describe, expect, it } from 'vitest';
import { isEmojiOnly } from '../src/timeline/emoji-only';
import { hasMarkup } from '../src/timeline/has-markup';
import { toHtml } from '../src/timeline/markdown';
import { splitMentions } from '../src/timeline/mentions';
import { safeLink } from '../src/timeline/safe-link';

describe('a message in Markdown', () => {
  it.each([
    ['**bold** and *slanted*', '<p><strong>bold</strong> and <em>slanted</em></p>'],
    ['`a < b`', '<p><code>a &lt; b</code></p>'],
    ['```js\nlet a;\n```', '<pre><code>let a;</code></pre>'],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['# Large', '<p><strong>Large</strong></p>'],
    ['> said', '<blockquote>\n<p>said</p>\n</blockquote>'],
  ])('%j becomes %j', (text, html) => expect(toHtml(text)).toBe(html));

  it('makes lists', () => expect(toHtml('- a\n- b').replace(/\n/g, '')).toBe('<ul><li>a</li><li>b</li></ul>'));

  it('makes links of bare addresses, which open elsewhere and tell nothing', () =>
    expect(toHtml('see https://example.org/a')).toBe(
      '<p>see <a href="https://example.org/a" target="_blank" rel="noopener noreferrer nofollow">https://example.org/a</a></p>',
    ));

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="x()">b</b>',
    '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '<javascript:alert(1)>',
    '![x](https://evil.example/pixel.png)',
    '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
    '```"><script>alert(1)</script>\n```',
    '[a]: javascript:alert(1)\n\n[a]',
    '|a|\n|-|\n|<img src=x>|',
  ])('has no element of its own making: %j', (text) => {
    const tags = [...toHtml(text).matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)];
    expect(tags.map(([, tag]) => tag)).not.toContainEqual(expect.stringMatching(/^(script|img|svg|b|table|iframe)$/i));
    for (const [, , attributes] of tags) expect(attributes).not.toMatch(/javascript:|data:|\son\w+=/i);
  });

  it.each(['Hello there.', '2 < 3 & 4 > 3', 'مرحبًا', 'fine :)'])('is not parsed when it is only words: %j', (text) =>
    expect(hasMarkup(text.replace('<', '‹'))).toBe(false));
});

describe('a link', () => {
  it.each(['https://example.org/', 'http://example.org/', 'mailto:ann@example.org'])('may lead to %s', (link) =>
    expect(safeLink(link)).toBe(link));
  it.each(['javascript:alert(1)', ' \u0001javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'relative'])(
    'may not lead to %j',
    (link) => expect(safeLink(link)).toBeNull(),
  );
});

describe('mentions', () => {
  const ids = new Map([
    ['ann', 'u.ann'],
    ['bob_', 'u.bob'],
  ]);
  const named = (text: string) =>
    splitMentions(text, ids).flatMap(({ text: part, userId }) => (userId === null ? [] : [`${part} ${userId}`]));

  it('are found as the server finds them', () => {
    expect(named('@Ann, and @bob_!')).toEqual(['@Ann u.ann', '@bob_ u.bob']);
    expect(named('@ann. @ann...')).toEqual(['@ann u.ann', '@ann u.ann']);
    expect(named('mail me@ann or @@ann or @ann@example.org or @annette')).toEqual([]);
  });

  it('leave the text whole', () => {
    const text = 'Hi @ann. See @nobody';
    expect(splitMentions(text, ids).map((part) => part.text).join('')).toBe(text);
  });
});

describe('a message of emoji only', () => {
  it.each(['👍', '👩‍👩‍👧 ❤️', '🇩🇪'])('is %j', (text) => expect(isEmojiOnly(text)).toBe(true));
  it.each(['', '👍👍👍👍', '👍 yes', '12', '#'])('is not %j', (text) => expect(isEmojiOnly(text)).toBe(false));
});
