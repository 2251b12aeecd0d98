import type { SearchHit } from '@orleanschat/sdk';
import { For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { titleOf } from '../conversations/conversation-text';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { shortTime } from '../ui/time';
import { parseSnippet } from './snippet';

interface Props {
  readonly hit: SearchHit;
  readonly userId: string;
  /** Where hits are of several conversations. */
  readonly showsConversation: boolean;
}

/** A message that was found; leads to its place in the conversation. */
export function Hit(props: Props) {
  const client = useClient();
  const message = () => props.hit.message;
  const conversation = fromStore(() => client.conversations.conversation(message().conversationId));
  const users = fromStore(() => client.users);
  const { nameOrYou } = useNames(() => props.userId);
  const title = () => {
    const known = conversation();
    return known === null ? t('conversations.unnamed') : titleOf(known);
  };
  const path = () => paths.message(message().conversationId, message().seq);
  const open = (event: MouseEvent) => {
    event.preventDefault();
    navigate(path());
  };
  return (
    <a class="hit" href={`#${path()}`} onClick={open}>
      <Show
        when={props.showsConversation}
        fallback={
          <Avatar
            id={message().senderId}
            name={nameOrYou(message().senderId)}
            url={users().get(message().senderId)?.avatarUrl}
          />
        }
      >
        <Avatar
          id={conversation()?.peer?.id ?? message().conversationId}
          name={title()}
          group={conversation()?.kind === 'group'}
          url={conversation()?.peer?.avatarUrl}
        />
      </Show>
      <span class="hit-words">
        <span class="conversation-line">
          <bdi class="conversation-title truncate">
            {props.showsConversation ? title() : nameOrYou(message().senderId)}
          </bdi>
          <time class="conversation-time" dateTime={message().createdAt}>
            {shortTime(message().createdAt, new Date())}
          </time>
        </span>
        <span class="hit-text" dir="auto">
          <Show when={props.showsConversation}>
            <bdi>{nameOrYou(message().senderId)}</bdi>:{' '}
          </Show>
          <For each={parseSnippet(props.hit.snippet)}>
            {(part) => (
              <Show when={part.isHit} fallback={part.text}>
                <mark>{part.text}</mark>
              </Show>
            )}
          </For>
        </span>
      </span>
    </a>
  );
}
