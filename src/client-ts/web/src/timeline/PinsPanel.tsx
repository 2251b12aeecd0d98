import type { Conversation } from '@orleanschat/sdk';
import { For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { textOf } from '../conversations/conversation-text';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
import { CloseIcon } from '../ui/icons';
import { onEscape } from '../ui/on-escape';
import { dayName, timeOfDay } from '../ui/time';
import './pins.css';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
  readonly onClose: () => void;
}

/** All pinned messages of a conversation, the newest pin first. */
export function PinsPanel(props: Props) {
  const client = useClient();
  const { nameOrYou } = useNames(() => props.userId);
  const pins = fromStore(() => client.pins(props.conversation.id));
  const load = createTask('join', () => client.messages.loadPins(props.conversation.id));
  const unpin = createTask('queue', (seq: number) => client.messages.unpin(props.conversation.id, seq));
  const mayUnpin = () => props.conversation.kind === 'direct' || props.conversation.role !== 'member';
  let closeButton!: HTMLButtonElement;
  onMount(() => {
    closeButton.focus();
    void load.run();
  });
  return (
    <aside
      class="side-panel"
      aria-label={t('timeline.pins')}
      onKeyDown={onEscape(() => props.onClose())}
    >
      <header class="side-panel-header">
        <h2>{t('timeline.pins')}</h2>
        <button
          ref={closeButton}
          class="icon-button"
          type="button"
          aria-label={t('common.close')}
          title={t('common.close')}
          onClick={() => props.onClose()}
        >
          <CloseIcon />
        </button>
      </header>
      <ErrorNote error={load.error() ?? unpin.error()} />
      <Show when={pins().length === 0}>
        <p class="muted side-panel-note">{t('timeline.noPins')}</p>
      </Show>
      <ul class="pin-list">
        <For each={pins().toReversed()}>
          {(pin) => (
            <li class="pin">
              <button
                class="pin-text"
                type="button"
                title={t('timeline.showMessage')}
                onClick={() => navigate(paths.message(props.conversation.id, pin.seq))}
              >
                <Show when={pin.message} fallback={<span class="muted">{t('timeline.original')}</span>}>
                  {(message) => (
                    <>
                      <span class="pin-head">
                        <bdi class="truncate">{nameOrYou(message().senderId)}</bdi>
                        <time class="muted" dateTime={message().createdAt}>
                          {dayName(message().createdAt, new Date())} {timeOfDay(message().createdAt)}
                        </time>
                      </span>
                      <span class="pin-words" dir="auto">
                        {textOf(message())}
                      </span>
                    </>
                  )}
                </Show>
              </button>
              <Show when={mayUnpin()}>
                <button
                  class="icon-button"
                  type="button"
                  aria-label={t('timeline.unpin')}
                  title={t('timeline.unpin')}
                  onClick={() => {
                    closeButton.focus();
                    void unpin.run(pin.seq);
                  }}
                >
                  <CloseIcon />
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </aside>
  );
}
