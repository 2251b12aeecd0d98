import type { Conversation } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate, returnTo } from '../app/router';
import type { Panel } from '../app/routes';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { presenceText } from '../people/presence-text';
import { Username } from '../people/Username';
import { DateDialog } from '../timeline/DateDialog';
import { attempt } from '../timeline/react-to';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { BackIcon, BellIcon, BellOffIcon, CalendarIcon, GroupIcon, PinIcon, SearchIcon } from '../ui/icons';
import { createMedia } from '../ui/media';
import { Menu } from '../ui/Menu';
import { titleOf } from './conversation-text';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
  readonly panel: Panel | null;
  readonly onClosePanel: () => void;
}

/** Who a conversation is with, and what can be done in it. */
export function ConversationHeader(props: Props) {
  const client = useClient();
  const typing = fromStore(() => client.typing);
  const presence = fromStore(() => client.presence);
  const [asksDate, setAsksDate] = createSignal(false);
  const peer = () => props.conversation.peer;
  const presenceOfPeer = () => presence().get(peer()?.id ?? '');
  const status = () => {
    const { id, kind, memberCount } = props.conversation;
    if (kind === 'group') return t('timeline.members', memberCount);
    if ((typing().get(id) ?? []).length > 0) return t('timeline.typing');
    return presenceText(presenceOfPeer(), new Date());
  };
  const toggle = (panel: Panel) => {
    if (props.panel === panel) props.onClosePanel();
    else navigate(paths.panel(props.conversation.id, panel));
  };
  /** The name needs the room: what has a button elsewhere is in the menu. */
  const isNarrow = createMedia('(max-width: 24rem)');
  const panelItems = () => [
    { label: t('details.title'), icon: GroupIcon, run: () => toggle('details') },
    { label: t('timeline.search'), icon: SearchIcon, run: () => toggle('search') },
  ];
  const items = () => [
    ...(isNarrow() ? panelItems() : []),
    {
      label: props.conversation.muted ? t('timeline.unmute') : t('timeline.mute'),
      icon: props.conversation.muted ? BellIcon : BellOffIcon,
      run: () => void attempt(() => client.setMuted(props.conversation.id, !props.conversation.muted)),
    },
    { label: t('timeline.goToDate'), icon: CalendarIcon, run: () => setAsksDate(true) },
    { label: t('timeline.pins'), icon: PinIcon, run: () => toggle('pins') },
  ];
  return (
    <header class="conversation-header">
      <button class="icon-button back" type="button" aria-label={t('timeline.back')} onClick={() => returnTo(paths.list)}>
        <BackIcon />
      </button>
      <Avatar
        id={peer()?.id ?? props.conversation.id}
        name={titleOf(props.conversation)}
        group={props.conversation.kind === 'group'}
        url={peer()?.avatarUrl}
        online={presenceOfPeer()?.online === true}
      />
      <div class="conversation-heading">
        <h1 class="truncate" dir="auto">
          {titleOf(props.conversation)}
        </h1>
        <p class="muted truncate">
          <Show when={status()} fallback={<Username name={peer()?.username ?? ''} />}>
            {status()}
          </Show>
        </p>
      </div>
      <Show when={!isNarrow()}>
        <button
          class="icon-button"
          type="button"
          aria-label={t('timeline.search')}
          title={t('timeline.search')}
          aria-expanded={props.panel === 'search'}
          onClick={() => toggle('search')}
        >
          <SearchIcon />
        </button>
        <button
          class="icon-button"
          type="button"
          aria-label={t('details.title')}
          title={t('details.title')}
          aria-expanded={props.panel === 'details'}
          onClick={() => toggle('details')}
        >
          <GroupIcon />
        </button>
      </Show>
      <Menu label={t('timeline.menu')} items={items()} />
      <Show when={asksDate()}>
        <DateDialog conversationId={props.conversation.id} onClose={() => setAsksDate(false)} />
      </Show>
    </header>
  );
}
