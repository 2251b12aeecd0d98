import type { EarlierText, Message } from '@orleanschat/sdk';
import { createSignal, For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';
import { dayName, timeOfDay } from '../ui/time';
import './earlier-texts.css';

/** What a message said before it was edited. */
export function EarlierTexts(props: { readonly message: Message; readonly onClose: () => void }) {
  const client = useClient();
  const [texts, setTexts] = createSignal<readonly EarlierText[] | null>(null);
  const load = createTask('join', async () => {
    const { conversationId, seq } = props.message;
    setTexts(await client.messages.earlierTexts(conversationId, seq));
  });
  onMount(() => void load.run());
  return (
    <Dialog title={t('timeline.earlierTexts')} onClose={props.onClose}>
      <ErrorNote error={load.error()} />
      <Show when={texts()} fallback={<Show when={load.busy()}>{t('common.loading')}</Show>}>
        {(shown) => (
          <ol class="earlier-texts" tabindex="0">
            <For each={shown()}>
              {({ content, replacedAt }) => (
                <li>
                  <time class="muted" dateTime={replacedAt}>
                    {dayName(replacedAt, new Date())} {timeOfDay(replacedAt)}
                  </time>
                  <p dir="auto">{content}</p>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
      <div class="dialog-actions">
        <button class="button secondary" type="button" onClick={() => props.onClose()}>
          {t('common.close')}
        </button>
      </div>
    </Dialog>
  );
}
