/** The languages of the client, by the tag that `Intl` and `<html lang>` use. */
export const locales = ['en', 'de', 'ar'] as const;

export type Locale = (typeof locales)[number];

/** Each in its own words. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}

/** The first of the wanted languages that the client speaks, else English. */
export function bestLocale(wanted: readonly string[]): Locale {
  const known = wanted.map((tag) => locales.find((locale) => tag.toLowerCase().split('-')[0] === locale));
  return known.find((locale) => locale !== undefined) ?? 'en';
}
