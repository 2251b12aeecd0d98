import { onCleanup } from 'solid-js';
import { useClient } from '../app/context';
import { navigate, returnTo, route } from '../app/router';
import type { Route } from '../app/routes';
import { paths } from '../app/routes';
import type { Place, ShortcutAction } from './shortcuts';
import { neighbour, shortcutOf } from './shortcuts';

/** Listens for the shortcuts of every page, for as long as the caller is there. What a dialog or a control takes is its own. */
export function useShortcuts(): void {
  const client = useClient();
  const go = (step: 1 | -1) => {
    const now = route();
    const ids = client.conversations.get().items.map(({ id }) => id);
    const id = neighbour(ids, now.page === 'conversation' ? now.id : null, step);
    if (id !== null) navigate(paths.conversation(id));
  };
  const run: Readonly<Record<ShortcutAction, () => void>> = {
    close: () => {
      const above = pageAbove(route());
      if (above !== null) returnTo(above);
    },
    help: () => navigate(paths.shortcuts),
    newMessage: () => navigate(paths.newMessage),
    nextConversation: () => go(1),
    previousConversation: () => go(-1),
    search: () => navigate(paths.search),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
    const action = shortcutOf(event, placeOf(event.target));
    if (action === null) return;
    event.preventDefault();
    run[action]();
  };
  // On the window: what stops at a control never comes here.
  addEventListener('keydown', onKeyDown);
  onCleanup(() => removeEventListener('keydown', onKeyDown));
}

/** Where Escape leads from a page; null from the list. */
function pageAbove(page: Route): string | null {
  if (page.page === 'list') return null;
  if (page.page === 'conversation' && page.panel !== null) return paths.conversation(page.id);
  if (page.page === 'settings' && page.section !== null) return paths.settings();
  return paths.list;
}

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target instanceof HTMLTextAreaElement) return target.value === '' ? 'emptyField' : 'filledField';
  if (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type))
    return target.value === '' ? 'emptyField' : 'filledField';
  // Letters choose in a list.
  if (target instanceof HTMLSelectElement || target.isContentEditable) return 'filledField';
  return 'page';
}
