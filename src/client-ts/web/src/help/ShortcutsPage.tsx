import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';

export function ShortcutsPage() {
  return <SidebarHeader title="Keyboard shortcuts" back={{ to: paths.list, label: t('common.back') }} />;
}
