import { createEffect } from 'solid-js';
import { preferences } from '../preferences';

/** Gives the browser's own bars the colour of the page, which may not be the system's theme. */
export function followThemeColor(): void {
  const show = () => {
    const { backgroundColor } = getComputedStyle(document.body);
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = backgroundColor;
  };
  // After the theme itself has been applied.
  createEffect(() => void (preferences().theme, queueMicrotask(show)));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}
