import { createMemo, createSignal } from 'solid-js';
import { parse, paths } from './routes';

const current = () => location.hash.slice(1) || paths.list;
// Asking for the page that is open is news too: the message it names is to be shown again.
const [path, setPath] = createSignal(current(), { equals: false });
addEventListener('popstate', () => setPath(current()));

export const route = createMemo(() => parse(path()));

/** Opens a page; the browser's back returns from it. */
export function navigate(to: string): void {
  if (to !== current()) history.pushState({ from: current() }, '', `#${to}`);
  setPath(to);
}

/** Opens a page in place of the present one. */
export function redirect(to: string): void {
  history.replaceState(history.state, '', `#${to}`);
  setPath(to);
}

/** Returns to a page: back in the history if it is the last one, else forward to it. */
export function returnTo(to: string): void {
  const state = history.state as { from?: string } | null;
  if (state?.from === to) history.back();
  else navigate(to);
}
