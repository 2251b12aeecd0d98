import type { Conversation } from '@orleanschat/sdk';
import { createEffect, on, Show } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { textOf } from '../conversations/conversation-text';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { PinIcon } from '../ui/icons';
import { attempt } from './react-to';
import './pins.css';

/** The newest pinned message under the head of a conversation; leads to it, and to all of them. */
export function PinBar(props: { readonly conversation: Conversation }) {
  const client = useClient();
  const pins = fromStore(() => client.pins(props.conversation.id));
  const connection = fromStore(() => client.connection);
  const newest = () => pins().at(-1) ?? null;
  createEffect(
    on([() => props.conversation.pinnedSeqs.join(), connection], ([seqs, { status }]) => {
      if (seqs !== '' && status === 'online') void attempt(() => client.messages.loadPins(props.conversation.id));
    }),
  );
  return (
    <Show when={newest()}>
      {(pin) => (
        <div class="pin-bar">
          <PinIcon />
          <button
            class="pin-bar-text"
            type="button"
            title={t('timeline.showMessage')}
            onClick={() => navigate(paths.message(props.conversation.id, pin().seq))}
          >
            <span class="pin-bar-title">{t('timeline.pinned')}</span>
            <Show when={pin().message}>
              {(message) => (
                <span class="truncate" dir="auto">
                  {textOf(message())}
                </span>
              )}
            </Show>
          </button>
          <button
            class="button plain small"
            type="button"
            title={t('timeline.pins')}
            onClick={() => navigate(paths.panel(props.conversation.id, 'pins'))}
          >
            <span class="visually-hidden">{t('timeline.pins')}</span>
            {pins().length}
          </button>
        </div>
      )}
    </Show>
  );
}
