import { For } from 'solid-js';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';
import { shortcutLines } from './shortcuts';
import './help.css';

/** All that the keyboard can do. */
export function ShortcutsPage() {
  return (
    <>
      <SidebarHeader title={t('shortcuts.title')} back={{ to: paths.list, label: t('common.back') }} />
      <div class="shortcuts">
        <For each={['everywhere', 'writing'] as const}>
          {(place) => (
            <table>
              <caption>{t(`shortcuts.places.${place}`)}</caption>
              <thead class="visually-hidden">
                <tr>
                  <th scope="col">{t('shortcuts.does')}</th>
                  <th scope="col">{t('shortcuts.keys')}</th>
                </tr>
              </thead>
              <tbody>
                <For each={shortcutLines[place]}>
                  {(line) => (
                    <tr>
                      <th scope="row">{t(`shortcuts.${line.does}`)}</th>
                      <td>
                        {/* As on the keyboard, whichever way the text runs. */}
                        <bdi dir="ltr">
                          <For each={line.keys}>{(key) => <kbd>{keyName(key)}</kbd>}</For>
                        </bdi>
                      </td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          )}
        </For>
      </div>
    </>
  );
}

/** Apple's keyboards have other words for them. */
function keyName(key: string): string {
  if (!/Mac|iPhone|iPad/.test(navigator.userAgent)) return key;
  return { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' }[key] ?? key;
}
