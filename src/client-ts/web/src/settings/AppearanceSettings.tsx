import { localeNames, locales, t } from '../i18n';
import { prefer, preferences } from '../preferences';
import { Choices } from './Choices';

/** How this device shows the pages. */
export function AppearanceSettings() {
  return (
    <>
      <section>
        <Choices
          title={t('settings.appearance.theme')}
          choices={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.appearance.${value}`) }))}
          chosen={preferences().theme}
          onChoose={(theme) => prefer({ theme })}
        />
      </section>
      <section>
        <Choices
          title={t('settings.appearance.language')}
          choices={[
            { value: null, label: t('settings.appearance.systemLanguage') },
            ...locales.map((locale) => ({ value: locale, label: localeNames[locale], lang: locale })),
          ]}
          chosen={preferences().locale}
          onChoose={(locale) => prefer({ locale })}
        />
      </section>
    </>
  );
}
