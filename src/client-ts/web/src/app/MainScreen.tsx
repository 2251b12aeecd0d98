import { createEffect, createMemo, on, Show } from 'solid-js';
import { titleOf } from '../conversations/conversation-text';
import { ConversationScreen } from '../conversations/ConversationScreen';
import { useShortcuts } from '../help/use-shortcuts';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { ConnectionBanner } from './ConnectionBanner';
import { useClient } from './context';
import { focusIfLost } from './focus-if-lost';
import { titlePage } from './page-title';
import { route } from './router';
import { SidebarPage } from './SidebarPage';
import './main-screen.css';

interface Props {
  readonly userId: string;
}

/** The list and one conversation side by side, or one of them where there is no room for both. */
export function MainScreen(props: Props) {
  const client = useClient();
  const openId = createMemo(() => {
    const now = route();
    return now.page === 'conversation' ? now.id : null;
  });
  const inbox = fromStore(() => client.conversations);
  titlePage(() => {
    const conversation = inbox().items.find(({ id }) => id === openId());
    return conversation === undefined ? null : titleOf(conversation);
  });
  let content: HTMLElement | undefined;
  // On a phone the row that was chosen is gone with the list.
  createEffect(on(openId, (id) => id !== null && content && focusIfLost(content), { defer: true }));
  useShortcuts();
  const skip = () => (content?.querySelector<HTMLElement>('[role=log]') ?? content)?.focus();
  return (
    <div class="main-screen" classList={{ 'shows-conversation': openId() !== null }}>
      <Show when={openId()}>
        <button class="button primary skip-link" type="button" onClick={skip}>
          {t('app.skipToMessages')}
        </button>
      </Show>
      <ConnectionBanner />
      <section class="sidebar" aria-label={t('app.sidebar')}>
        <SidebarPage openId={openId()} userId={props.userId} />
      </section>
      <main class="content" ref={content} tabindex={-1}>
        <Show when={openId()} keyed fallback={<p class="nothing-open muted">{t('app.chooseConversation')}</p>}>
          {(id) => <ConversationScreen id={id} userId={props.userId} />}
        </Show>
      </main>
    </div>
  );
}
