import { createMemo, Show } from 'solid-js';
import { ConversationScreen } from '../conversations/ConversationScreen';
import { useShortcuts } from '../help/use-shortcuts';
import { t } from '../i18n';
import { Toasts } from '../ui/Toasts';
import { ConnectionBanner } from './ConnectionBanner';
import { route } from './router';
import { SidebarPage } from './SidebarPage';
import './main-screen.css';

interface Props {
  readonly userId: string;
}

/** The list and one conversation side by side, or one of them where there is no room for both. */
export function MainScreen(props: Props) {
  const openId = createMemo(() => {
    const now = route();
    return now.page === 'conversation' ? now.id : null;
  });
  useShortcuts();
  return (
    <div class="main-screen" classList={{ 'shows-conversation': openId() !== null }}>
      <ConnectionBanner />
      <section class="sidebar" aria-label={t('app.sidebar')}>
        <SidebarPage openId={openId()} userId={props.userId} />
      </section>
      <main class="content">
        <Show when={openId()} keyed fallback={<p class="nothing-open muted">{t('app.chooseConversation')}</p>}>
          {(id) => <ConversationScreen id={id} userId={props.userId} />}
        </Show>
      </main>
      <Toasts />
    </div>
  );
}
