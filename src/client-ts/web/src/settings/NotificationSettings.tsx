import { createSignal, Show } from 'solid-js';
import { t } from '../i18n';
import { permission, requestPermission } from '../notifications/permission';
import { prefer, preferences } from '../preferences';
import { Switch } from '../ui/Switch';

/** Whether this device tells of new messages. */
export function NotificationSettings() {
  const [wasRefused, setWasRefused] = createSignal(false);
  // Also where the browser has taken back what it allowed.
  const isDenied = () => wasRefused() || (preferences().notifications && permission() === 'denied');
  const turn = async (on: boolean) => {
    // The switch shows what was asked for until the browser has answered.
    prefer({ notifications: on });
    const isAllowed = !on || (await requestPermission());
    setWasRefused(!isAllowed);
    if (!isAllowed) prefer({ notifications: false });
  };
  return (
    <section>
      <Switch
        label={t('settings.notifications.show')}
        hint={t('settings.notifications.hint')}
        on={preferences().notifications}
        onChange={turn}
      />
      <Show when={isDenied()}>
        <p class="alert" role="alert">
          {t('settings.notifications.denied')}
        </p>
      </Show>
      <Switch
        label={t('settings.notifications.sound')}
        hint={t('settings.notifications.soundHint')}
        on={preferences().sound}
        disabled={!preferences().notifications}
        onChange={(sound) => prefer({ sound })}
      />
    </section>
  );
}
