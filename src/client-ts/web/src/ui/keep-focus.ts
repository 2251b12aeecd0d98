import { onCleanup } from 'solid-js';

/** When the focused control goes away, the focus stays nearby and not at the start of the page. */
export function keepFocusNear(control: () => HTMLElement, neighbour: string): void {
  onCleanup(() => {
    if (control().contains(document.activeElement)) control().closest<HTMLElement>(neighbour)?.focus();
  });
}
