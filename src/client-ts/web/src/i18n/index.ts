import { flatten, translator } from '@solid-primitives/i18n';
import { createSignal } from 'solid-js';
import { en } from './en';
import type { Locale } from './locales';
import { directionOf } from './locales';

export { localeNames, locales } from './locales';
export type { Locale } from './locales';

/** What a catalogue holds. English decides; the other languages must have all of it. */
export type Catalogue = typeof en;

interface Language {
  readonly locale: Locale;
  readonly texts: ReturnType<typeof flatten<Catalogue>>;
}

const [language, setLanguage] = createSignal<Language>({ locale: 'en', texts: flatten(en) });

/** A text in the person's language: `t('list.unread', 3)`. Changes with the language. */
export const t = translator(() => language().texts);

export const locale = (): Locale => language().locale;

/** Other languages than English are loaded when they are wanted. */
const load: Readonly<Record<Locale, () => Promise<Catalogue>>> = {
  en: async () => en,
  de: async () => (await import('./de')).de,
  ar: async () => (await import('./ar')).ar,
};

let wanted: Locale = 'en';

/** Switches the page to a language, its direction too. A language that cannot be loaded leaves the present one. */
export async function speak(next: Locale): Promise<void> {
  wanted = next;
  const catalogue = await load[next]();
  // Another one was chosen meanwhile.
  if (wanted !== next) return;
  setLanguage({ locale: next, texts: flatten(catalogue) });
  document.documentElement.lang = next;
  document.documentElement.dir = directionOf(next);
}
