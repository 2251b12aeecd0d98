import { describe, expect, it } from 'vitest';
import { ar } from '../src/i18n/ar';
import { de } from '../src/i18n/de';
import { en } from '../src/i18n/en';
import { bestLocale } from '../src/i18n/locales';
import { pluralIn } from '../src/i18n/plural';
import { defaultPreferences, localeOf, parsePreferences } from '../src/preferences/preferences';

describe('stored preferences', () => {
  it('are as by default where nothing sensible is stored', () => {
    expect(parsePreferences(null)).toEqual(defaultPreferences);
    expect(parsePreferences('{"theme":"pink","sound":"loud","locale":"xx"}')).toEqual(defaultPreferences);
    expect(parsePreferences('no JSON')).toEqual(defaultPreferences);
  });

  it('are read back', () => {
    const chosen = { theme: 'dark', locale: 'ar', notifications: true, sound: true } as const;
    expect(parsePreferences(JSON.stringify(chosen))).toEqual(chosen);
  });
});

describe('the language', () => {
  it('is the chosen one, else the first that the browser asks for and the client speaks, else English', () => {
    expect(localeOf({ ...defaultPreferences, locale: 'ar' }, ['de'])).toBe('ar');
    expect(localeOf(defaultPreferences, ['fr', 'de-AT', 'en'])).toBe('de');
    expect(bestLocale(['fr'])).toBe('en');
  });

  it('has a form for each kind of number', () => {
    const forms = { zero: 'لا رسائل', one: 'رسالة', two: 'رسالتان', few: '# رسائل', many: '# رسالة', other: '# رسالة' };
    expect(pluralIn('ar')(2, forms)).toBe('رسالتان');
    expect(pluralIn('en')(1200, { one: '# message', other: '# messages' })).toBe('1,200 messages');
  });
});

describe('the catalogues', () => {
  const textsOf = (part: object, path = ''): Map<string, string> =>
    new Map(
      Object.entries(part).flatMap(([name, text]) =>
        typeof text === 'object' && text !== null
          ? [...textsOf(text as object, `${path}${name}.`)]
          : [[`${path}${name}`, typeof text === 'string' ? text : '']],
      ),
    );

  it.each([
    ['de', de],
    ['ar', ar],
  ])('of %s say something for every English text, and not the same', (_locale, catalogue) => {
    const [english, other] = [textsOf(en), textsOf(catalogue)];
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    // Some words are the same in several languages, whole sentences are not.
    const untranslated = [...english].filter(([key, text]) => text.includes(' ') && other.get(key) === text);
    expect(untranslated).toEqual([]);
  });
});
