import { locale } from '.';
import type { Locale } from './locales';

/** A formatter for each language, made once: making one takes a hundred times as long as using it. */
export function perLocale<T>(make: (locale: Locale) => T): () => T {
  const made = new Map<Locale, T>();
  let zone = 0;
  return () => {
    const offset = new Date().getTimezoneOffset();
    // Formatters keep the time zone in which they were made; a person may travel.
    if (offset !== zone) made.clear();
    zone = offset;
    const now = locale();
    const known = made.get(now);
    if (known !== undefined) return known;
    const formatter = make(now);
    made.set(now, formatter);
    return formatter;
  };
}
