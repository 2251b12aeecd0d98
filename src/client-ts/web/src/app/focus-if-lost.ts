/**
 * When a page has replaced another one, and the control that led to it with it: gives the focus to the new one, so that
 * keyboard and screen reader go on there. Never takes it from where it is.
 */
export function focusIfLost(target: HTMLElement): void {
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (!target.isConnected || (activeElement !== null && activeElement !== document.body)) return;
    target.focus({ preventScroll: true });
  });
}
