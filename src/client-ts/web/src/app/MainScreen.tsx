import { Match, Show, Switch } from 'solid-js';
import { ConversationScreen } from '../conversations/ConversationScreen';
import { ConversationList } from '../conversations/ConversationList';
import { NewGroup } from '../groups/NewGroup';
import { NewMessage } from '../people/NewMessage';
import { ConnectionBanner } from './ConnectionBanner';
import { route } from './router';
import './main-screen.css';

interface Props {
  readonly userId: string;
}

/** The list and one conversation side by side, or one of them where there is no room for both. */
export function MainScreen(props: Props) {
  const openId = () => {
    const now = route();
    return now.page === 'conversation' ? now.id : null;
  };
  return (
    <div class="main-screen" classList={{ 'shows-conversation': openId() !== null }}>
      <ConnectionBanner />
      <section class="sidebar" aria-label="Conversations and people">
        <Switch fallback={<ConversationList openId={openId()} userId={props.userId} />}>
          <Match when={route().page === 'newMessage'}>
            <NewMessage userId={props.userId} />
          </Match>
          <Match when={route().page === 'newGroup'}>
            <NewGroup userId={props.userId} />
          </Match>
        </Switch>
      </section>
      <main class="content">
        <Show
          when={openId()}
          keyed
          fallback={<p class="nothing-open muted">Choose a conversation, or start a new one.</p>}
        >
          {(id) => <ConversationScreen id={id} userId={props.userId} />}
        </Show>
      </main>
    </div>
  );
}
