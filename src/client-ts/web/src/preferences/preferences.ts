import { bestLocale, locales } from '../i18n/locales';
import type { Locale } from '../i18n/locales';

/** What a person has chosen on this device. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** Null: the browser's. */
  readonly locale: Locale | null;
  /** Tell of new messages while the page is hidden. */
  readonly notifications: boolean;
  readonly sound: boolean;
}

export const defaultPreferences: Preferences = { theme: 'system', locale: null, notifications: false, sound: false };

/** Reads what is stored; what is missing or not understood is as by default. */
export function parsePreferences(stored: string | null): Preferences {
  const found = parseObject(stored);
  const flag = (name: 'notifications' | 'sound') =>
    typeof found[name] === 'boolean' ? found[name] : defaultPreferences[name];
  return {
    theme: (['system', 'light', 'dark'] as const).find((theme) => theme === found['theme']) ?? 'system',
    locale: locales.find((locale) => locale === found['locale']) ?? null,
    notifications: flag('notifications'),
    sound: flag('sound'),
  };
}

/** The language to speak, given those that the browser asks for. */
export function localeOf(preferences: Preferences, browserLanguages: readonly string[]): Locale {
  return preferences.locale ?? bestLocale(browserLanguages);
}

function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(stored ?? '{}');
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}
