import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { useNames } from '../people/use-names';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { shortTime } from '../ui/time';
import { previewOf, titleOf } from './conversation-text';

interface Props {
  readonly id: string;
  readonly userId: string;
  readonly isOpen: boolean;
}

export function ConversationRow(props: Props) {
  const client = useClient();
  const conversation = fromStore(() => client.conversations.conversation(props.id));
  const { nameOrYou } = useNames(() => props.userId);
  const open = (event: MouseEvent) => {
    event.preventDefault();
    navigate(paths.conversation(props.id));
  };
  return (
    <li>
      <Show when={conversation()}>
        {(shown) => (
          <a
            class="conversation-row"
            classList={{ unread: shown().unreadCount > 0, muted: shown().muted }}
            href={`#${paths.conversation(props.id)}`}
            aria-current={props.isOpen ? 'page' : undefined}
            onClick={open}
          >
            <Avatar id={shown().peer?.id ?? shown().id} name={titleOf(shown())} group={shown().kind === 'group'} />
            <span class="conversation-summary">
              <bdi class="conversation-title truncate">{titleOf(shown())}</bdi>
              <Show when={shown().lastMessage}>
                {(message) => (
                  <time class="conversation-time" dateTime={message().createdAt}>
                    {shortTime(message().createdAt, new Date())}
                  </time>
                )}
              </Show>
              <span class="conversation-preview truncate" dir="auto">
                {previewOf(shown(), props.userId, nameOrYou)}
              </span>
              <Show when={shown().unreadCount > 0}>
                <span class="badge">
                  {shown().unreadCount > 99 ? '99+' : shown().unreadCount}
                  <span class="visually-hidden"> unread</span>
                </span>
              </Show>
            </span>
          </a>
        )}
      </Show>
    </li>
  );
}
