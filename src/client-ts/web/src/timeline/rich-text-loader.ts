import type { Timeline } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';
import { hasMarkup } from './has-markup';

type RichText = typeof import('./rich-text').richText;

/** Parser and sanitiser are not part of the first load. */
const [renderer, setRenderer] = createSignal<RichText | 'loading' | 'missing'>('loading');
let loading: Promise<void> | null = null;

/** Loads what shows Markdown, once; never rejects. Where it cannot be loaded, texts stand as they were written. */
export function loadRichText(): Promise<void> {
  loading ??= import('./rich-text').then(
    ({ richText }) => void setRenderer(() => richText),
    (error: unknown) => {
      console.warn('Markdown is shown as it was written: what shows it cannot be loaded.', error);
      setRenderer('missing');
      loading = null;
    },
  );
  return loading;
}

/** Null for plain words. */
export function richTextOf(text: string, mentioned: ReadonlyMap<string, string>, userId: string): Node | null {
  if (!hasMarkup(text)) return null;
  const render = renderer();
  return typeof render === 'function' ? render(text, mentioned, userId) : null;
}

/**
 * Whether messages have to wait for {@link loadRichText}: shown before it, they would change their height and move what
 * is around them.
 */
export function waitsForRichText({ items }: Timeline): boolean {
  return renderer() === 'loading' && items.some((item) => hasMarkup((item.kind === 'message' ? item.message : item.entry).content));
}
