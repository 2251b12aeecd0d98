import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';

export function ContactsPage(_props: { readonly userId: string }) {
  return <SidebarHeader title="Contacts" back={{ to: paths.list, label: t('common.back') }} />;
}
