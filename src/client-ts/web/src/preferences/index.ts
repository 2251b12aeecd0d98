import { createEffect, createRoot, createSignal } from 'solid-js';
import { speak } from '../i18n';
import type { Preferences } from './preferences';
import { localeOf, parsePreferences } from './preferences';

export type { Preferences } from './preferences';

const key = 'orleanschat:preferences';
const [preferences, setPreferences] = createSignal(parsePreferences(read()));

export { preferences };

/** Keeps it on this device; other tabs follow. */
export function prefer(change: Partial<Preferences>): void {
  const changed = { ...preferences(), ...change };
  setPreferences(changed);
  try {
    localStorage.setItem(key, JSON.stringify(changed));
  } catch (error) {
    // Kept for this page only.
    console.warn('The preferences cannot be stored.', error);
  }
}

/** Makes the page look and speak as preferred, now and whenever that changes. Resolves when the language is there. */
export function applyPreferences(): Promise<void> {
  addEventListener('storage', (event) => {
    if (event.key === key) setPreferences(parsePreferences(event.newValue));
  });
  return createRoot(() => {
    createEffect(() => (document.documentElement.dataset['theme'] = preferences().theme));
    let speaking: Promise<void> = Promise.resolve();
    const follow = () => (speaking = speak(localeOf(preferences(), navigator.languages)));
    createEffect(() => void follow().catch((error: unknown) => console.warn('The language cannot be loaded.', error)));
    return speaking.catch(() => {});
  });
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
