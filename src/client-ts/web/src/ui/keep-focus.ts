import { onCleanup } from 'solid-js';

/** When the focused control goes away, the focus stays nearby and not at the start of the page. */
export function keepFocusNear(control: () => HTMLElement, neighbour: string): void {
  onCleanup(() => {
    if (control().contains(document.activeElement)) control().closest<HTMLElement>(neighbour)?.focus();
  });
}

/** The page itself has the focus: nothing in it has. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * A list whose rows come and go also moves those that stay, and a moved element loses the focus: gives it back, before
 * anybody can notice.
 * @param rows The parent of the rows.
 */
export function keepFocusInMovedRows(rows: HTMLElement): void {
  let focused: HTMLElement | null = null;
  const giveBack = (changes: readonly MutationRecord[]) => {
    const isMoved = () => changes.some(({ removedNodes }) => [...removedNodes].some((row) => row.contains(focused)));
    if (focused?.isConnected && isFocusLost() && isMoved()) focused.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(giveBack);
  observer.observe(rows, { childList: true });
  onCleanup(() => observer.disconnect());
  rows.addEventListener('focusin', (event) => (focused = event.target as HTMLElement));
  // Browsers tell of a move as of any other leaving, or not at all.
  rows.addEventListener('focusout', () =>
    queueMicrotask(() => {
      giveBack(observer.takeRecords());
      if (!rows.contains(document.activeElement)) focused = null;
    }),
  );
}
