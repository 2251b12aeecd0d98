import type { Conversation } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { attempt } from '../timeline/react-to';
import { createTask } from '../ui/create-task';
import { BellIcon, BellOffIcon, CheckIcon, ContactsIcon } from '../ui/icons';
import type { MenuItem } from '../ui/Menu';
import { Menu } from '../ui/Menu';
import { titleOf } from './conversation-text';

interface Props {
  readonly conversation: Conversation;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** What can be done with a conversation without opening it. */
export function ConversationMenu(props: Props) {
  const client = useClient();
  const mute = createTask('queue', (muted: boolean) => attempt(() => client.setMuted(props.conversation.id, muted)));
  const items = (): readonly MenuItem[] => {
    const { id, lastSeq, muted, unreadCount } = props.conversation;
    const read = { label: t('conversations.markRead'), icon: CheckIcon, run: () => client.markRead(id, lastSeq) };
    return [
      ...(unreadCount > 0 ? [read] : []),
      muted
        ? { label: t('conversations.unmute'), icon: BellIcon, run: () => void mute.run(false) }
        : { label: t('conversations.mute'), icon: BellOffIcon, run: () => void mute.run(true) },
      { label: t('conversations.details'), icon: ContactsIcon, run: () => navigate(paths.panel(id, 'details')) },
    ];
  };
  return (
    <Menu
      class="row-menu"
      label={t('conversations.actions', titleOf(props.conversation))}
      items={items()}
      onOpenChange={(isOpen) => props.onOpenChange(isOpen)}
    />
  );
}
