import DOMPurify from 'dompurify';
import { toHtml } from './markdown';
import { splitMentions } from './mentions';

const allowed = {
  ALLOWED_TAGS: ['a', 'blockquote', 'br', 'code', 'del', 'em', 'li', 'ol', 'p', 'pre', 'strong', 'ul'],
  ALLOWED_ATTR: ['href', 'rel', 'start', 'target'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
  // Else their values would have to be addresses too.
  ADD_URI_SAFE_ATTR: ['rel', 'start', 'target'],
  RETURN_DOM_FRAGMENT: true,
} as const;

/** Rendered texts that are kept for when their rows come back into view. */
const maxKept = 500;
const kept = new Map<string, DocumentFragment>();

/** A message's text with its Markdown as elements. */
function rendered(text: string): DocumentFragment {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const fragment = DOMPurify.sanitize(toHtml(text), {
    ...allowed,
    ALLOWED_TAGS: [...allowed.ALLOWED_TAGS],
    ALLOWED_ATTR: [...allowed.ALLOWED_ATTR],
    ADD_URI_SAFE_ATTR: [...allowed.ADD_URI_SAFE_ATTR],
  });
  if (kept.size >= maxKept) kept.delete(kept.keys().next().value ?? '');
  kept.set(text, fragment);
  return fragment;
}

/** @param mentioned The mentioned users by user name in lower case. */
export function richText(text: string, mentioned: ReadonlyMap<string, string>, userId: string): Node {
  const fragment = rendered(text).cloneNode(true) as DocumentFragment;
  if (mentioned.size > 0) markMentions(fragment, mentioned, userId);
  return fragment;
}

function markMentions(root: DocumentFragment, mentioned: ReadonlyMap<string, string>, userId: string): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const node of texts) {
    if (node.parentElement?.closest('a, code') != null) continue;
    const parts = splitMentions(node.data, mentioned);
    if (parts.every((part) => part.userId === null)) continue;
    node.replaceWith(...parts.map((part) => (part.userId === null ? part.text : mark(part.text, part.userId === userId))));
  }
}

function mark(text: string, isSelf: boolean): HTMLElement {
  const element = document.createElement('span');
  element.className = isSelf ? 'mention self' : 'mention';
  element.dir = 'ltr';
  element.textContent = text;
  return element;
}
