import type { ReadonlyStore, Unread } from '@orleanschat/sdk';
import type { Accessor } from 'solid-js';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { fromStore } from '../ui/from-store';
import { pageTitleText } from './page-title-text';

const [titles, setTitles] = createSignal<readonly Accessor<string | null>[]>([]);

/** Names the page for as long as the calling component is there; of several the one that came last counts. */
export function titlePage(title: Accessor<string | null>): void {
  setTitles((present) => [...present, title]);
  onCleanup(() => setTitles((present) => present.filter((one) => one !== title)));
}

/** Keeps the window's title: how many messages wait, the page, the product. */
export function keepDocumentTitle(unread: ReadonlyStore<Unread>): void {
  const count = fromStore(() => unread);
  const name = () => titles().findLast((title) => title() !== null)?.() ?? null;
  createEffect(() => (document.title = pageTitleText(name(), count().messages)));
}
