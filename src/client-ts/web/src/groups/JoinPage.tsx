import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';

export function JoinPage(_props: { readonly code: string }) {
  return <SidebarHeader title="Invitation" back={{ to: paths.list, label: t('common.back') }} />;
}
