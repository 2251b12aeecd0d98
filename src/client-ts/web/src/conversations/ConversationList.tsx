import { createMemo, For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { fromStore } from '../ui/from-store';
import { ComposeIcon } from '../ui/icons';
import { AccountBar } from './AccountBar';
import { ConversationRow } from './ConversationRow';
import './conversations.css';

interface Props {
  readonly openId: string | null;
  readonly userId: string;
}

export function ConversationList(props: Props) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  // By id, so that a row stays the same element while its conversation changes.
  const ids = createMemo(() => inbox().items.map((conversation) => conversation.id));
  return (
    <>
      <header class="sidebar-header">
        <h1>Chats</h1>
        <button
          class="icon-button"
          type="button"
          aria-label="New message"
          title="New message"
          onClick={() => navigate(paths.newMessage)}
        >
          <ComposeIcon />
        </button>
      </header>
      <nav class="conversation-list" aria-label="Conversations">
        <ul>
          <For each={ids()}>
            {(id) => <ConversationRow id={id} userId={props.userId} isOpen={props.openId === id} />}
          </For>
        </ul>
        <Show when={inbox().loaded && ids().length === 0}>
          <div class="no-conversations">
            <p class="muted">No conversations yet. Find somebody and say hello.</p>
            <button class="button primary" type="button" onClick={() => navigate(paths.newMessage)}>
              Find people
            </button>
          </div>
        </Show>
      </nav>
      <AccountBar />
    </>
  );
}
