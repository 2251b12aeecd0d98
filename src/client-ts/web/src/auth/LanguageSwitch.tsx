import { For } from 'solid-js';
import { locale, localeNames, locales, t } from '../i18n';
import { prefer } from '../preferences';

/** The languages, each in its own words, for whoever does not read the present one. */
export function LanguageSwitch() {
  return (
    <div class="language-switch" role="group" aria-label={t('auth.language')}>
      <For each={locales}>
        {(name) => (
          <button
            class="button plain small"
            type="button"
            lang={name}
            aria-pressed={locale() === name}
            onClick={() => prefer({ locale: name })}
          >
            {localeNames[name]}
          </button>
        )}
      </For>
    </div>
  );
}
