import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { incomingCount } from '../people/contact-groups';
import { fromStore } from '../ui/from-store';
import { ComposeIcon, ContactsIcon } from '../ui/icons';
import { SidebarHeader } from '../ui/SidebarHeader';

/** The top of the list: where one goes from it. */
export function ListHeader() {
  const client = useClient();
  const contacts = fromStore(() => client.contacts);
  const requests = () => incomingCount(contacts());
  const label = () =>
    requests() === 0 ? t('conversations.contacts') : t('conversations.contactsWith', t('conversations.requests', requests()));
  return (
    <SidebarHeader title={t('conversations.title')}>
      <button
        class="icon-button with-badge"
        type="button"
        aria-label={label()}
        title={label()}
        onClick={() => navigate(paths.contacts)}
      >
        <ContactsIcon />
        <Show when={requests() > 0}>
          <span class="badge" aria-hidden="true">
            {requests()}
          </span>
        </Show>
      </button>
      <button
        class="icon-button"
        type="button"
        aria-label={t('conversations.newMessage')}
        title={t('conversations.newMessage')}
        onClick={() => navigate(paths.newMessage)}
      >
        <ComposeIcon />
      </button>
    </SidebarHeader>
  );
}
