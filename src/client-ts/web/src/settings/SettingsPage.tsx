import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';

export function SettingsPage(_props: { readonly section: string | null }) {
  return <SidebarHeader title="Settings" back={{ to: paths.list, label: t('common.back') }} />;
}
