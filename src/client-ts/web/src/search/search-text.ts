import { createSignal } from 'solid-js';

export interface SearchText {
  readonly text: () => string;
  readonly setText: (text: string) => void;
}

let kept: { readonly userId: string; readonly search: SearchText } | null = null;

/** What one person is searching for; it stays while they look at what they found. */
export function searchOf(userId: string): SearchText {
  if (kept?.userId !== userId) {
    const [text, setText] = createSignal('');
    kept = { userId, search: { text, setText } };
  }
  return kept.search;
}
