import { createMemo, createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { draftOf } from '../composer/drafts';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { BellOffIcon } from '../ui/icons';
import { shortTime } from '../ui/time';
import { previewOf, titleOf, typingText } from './conversation-text';
import { ConversationMenu } from './ConversationMenu';
import { outgoingOf, pendingOf } from './outgoing';
import { OutgoingMark } from './OutgoingMark';
import { PreviewLine } from './PreviewLine';

interface Props {
  readonly id: string;
  readonly userId: string;
  readonly isOpen: boolean;
  /** The one row of the list that Tab leads to. */
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
}

export function ConversationRow(props: Props) {
  const client = useClient();
  const conversation = fromStore(() => client.conversations.conversation(props.id));
  const outbox = fromStore(() => client.outbox);
  const presence = fromStore(() => client.presence);
  const receipts = fromStore(() => client.receipts);
  const typing = fromStore(() => client.typing);
  const { nameOf, nameOrYou } = useNames(() => props.userId);
  const [isPointedAt, setIsPointedAt] = createSignal(false);
  const [isMenuOpen, setIsMenuOpen] = createSignal(false);
  let row!: HTMLDivElement;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    navigate(paths.conversation(props.id));
  };
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    setIsPointedAt(true);
    if (!isMenuOpen()) row.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
  };
  return (
    <Show when={conversation()}>
      {(shown) => {
        const title = () => titleOf(shown());
        const pending = createMemo(() => pendingOf(outbox(), shown()));
        const outgoing = createMemo(() => outgoingOf(shown(), pending(), receipts().get(props.id), props.userId));
        const typingNow = () => typingText((typing().get(props.id) ?? []).map(nameOf), shown().kind === 'group');
        const preview = createMemo(() =>
          previewOf({
            conversation: shown(),
            pending: pending(),
            draft: props.isOpen ? '' : draftOf(props.id),
            userId: props.userId,
            nameOrYou,
          }),
        );
        const isMentioned = () => shown().unreadCount > 0 && shown().lastMessage?.mentions.includes(props.userId) === true;
        return (
          <div
            ref={row}
            class="conversation-row"
            classList={{ unread: shown().unreadCount > 0, muted: shown().muted }}
            onPointerEnter={() => setIsPointedAt(true)}
            onPointerLeave={() => setIsPointedAt(false)}
            onContextMenu={openMenu}
            onFocusIn={() => props.onFocus()}
          >
            <a
              class="conversation-link"
              data-id={props.id}
              href={`#${paths.conversation(props.id)}`}
              aria-current={props.isOpen ? 'page' : undefined}
              tabindex={props.isCurrent ? 0 : -1}
              onClick={open}
            >
              <Avatar
                id={shown().peer?.id ?? shown().id}
                name={title()}
                group={shown().kind === 'group'}
                url={shown().peer?.avatarUrl}
                online={presence().get(shown().peer?.id ?? '')?.online === true}
              />
              <span class="conversation-summary">
                <span class="conversation-line">
                  <bdi class="conversation-title truncate">{title()}</bdi>
                  <Show when={shown().muted}>
                    <span class="muted-mark" role="img" aria-label={t('conversations.muted')}>
                      <BellOffIcon />
                    </span>
                  </Show>
                  <Show when={outgoing()}>{(state) => <OutgoingMark state={state()} />}</Show>
                  <Show when={shown().lastMessage}>
                    {(message) => (
                      <time class="conversation-time" dateTime={message().createdAt}>
                        {shortTime(message().createdAt, new Date())}
                      </time>
                    )}
                  </Show>
                </span>
                <span class="conversation-line">
                  <PreviewLine preview={preview()} typing={typingNow()} />
                  <Show when={isMentioned()}>
                    <span class="badge" role="img" aria-label={t('conversations.mentioned')}>
                      @
                    </span>
                  </Show>
                  <Show when={shown().unreadCount > 0}>
                    <span class="badge">
                      {shown().unreadCount > 99 ? '99+' : shown().unreadCount}
                      <span class="visually-hidden"> {t('conversations.unread')}</span>
                    </span>
                  </Show>
                </span>
              </span>
            </a>
            <Show when={props.isCurrent || isPointedAt() || isMenuOpen()}>
              <ConversationMenu conversation={shown()} onOpenChange={setIsMenuOpen} />
            </Show>
          </div>
        );
      }}
    </Show>
  );
}
