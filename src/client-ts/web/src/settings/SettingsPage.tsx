import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { navigate } from '../app/router';
import type { SettingsSection } from '../app/routes';
import { paths, settingsSections } from '../app/routes';
import { t } from '../i18n';
import { BellIcon, ContactsIcon, KeyboardIcon, LockIcon, MonitorIcon, SunIcon } from '../ui/icons';
import { SidebarHeader } from '../ui/SidebarHeader';
import { AccountSettings } from './AccountSettings';
import { AppearanceSettings } from './AppearanceSettings';
import { NotificationSettings } from './NotificationSettings';
import { ProfileSettings } from './ProfileSettings';
import { SessionSettings } from './SessionSettings';
import '../ui/controls.css';
import './settings.css';

const icons: Readonly<Record<SettingsSection, () => JSX.Element>> = {
  profile: ContactsIcon,
  appearance: SunIcon,
  notifications: BellIcon,
  sessions: MonitorIcon,
  account: LockIcon,
};

const pages: Readonly<Record<SettingsSection, () => JSX.Element>> = {
  profile: ProfileSettings,
  appearance: AppearanceSettings,
  notifications: NotificationSettings,
  sessions: SessionSettings,
  account: AccountSettings,
};

/** The settings: their sections, or one of them. */
export function SettingsPage(props: { readonly section: SettingsSection | null }) {
  return (
    <Show
      when={props.section}
      fallback={
        <>
          <SidebarHeader title={t('settings.title')} back={{ to: paths.list, label: t('common.back') }} />
          <nav class="settings" aria-label={t('settings.title')}>
            <For each={settingsSections}>
              {(section) => (
                <Line icon={icons[section]} label={t(`settings.sections.${section}`)} to={paths.settings(section)} />
              )}
            </For>
            <Line icon={KeyboardIcon} label={t('shortcuts.title')} to={paths.shortcuts} />
          </nav>
        </>
      }
    >
      {(section) => (
        <>
          <SidebarHeader
            title={t(`settings.sections.${section()}`)}
            back={{ to: paths.settings(), label: t('common.back') }}
          />
          <div class="settings settings-section">
            <Dynamic component={pages[section()]} />
          </div>
        </>
      )}
    </Show>
  );
}

interface LineProps {
  readonly icon: () => JSX.Element;
  readonly label: string;
  readonly to: string;
}

function Line(props: LineProps) {
  return (
    <button class="line-button settings-line" type="button" onClick={() => navigate(props.to)}>
      {props.icon()}
      {props.label}
    </button>
  );
}
