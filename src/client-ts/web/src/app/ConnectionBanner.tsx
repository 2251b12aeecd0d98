import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { connectionText } from './connection-text';
import { useClient } from './context';

/** What passes within this time (milliseconds) needs no words. */
const patience = 700;

export function ConnectionBanner() {
  const client = useClient();
  const connection = fromStore(() => client.connection);
  const [text, setText] = createSignal<string | null>(null);
  createEffect(() => {
    const { status } = connection();
    const next = connectionText(status);
    const isUrgent = status === 'offline' || next === null || text() !== null;
    if (isUrgent) setText(next);
    else {
      const timer = setTimeout(() => setText(next), patience);
      onCleanup(() => clearTimeout(timer));
    }
  });
  return (
    <div class="banner" role="status">
      <Show when={text()}>
        {(words) => (
          <div class="banner-text">
            <span>{words()}</span>
            <Show when={connection().status === 'reconnecting'}>
              <button class="button" type="button" onClick={() => client.reconnectNow()}>
                {t('app.connection.tryNow')}
              </button>
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
}
