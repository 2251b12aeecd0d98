import type { Conversation } from '@orleanschat/sdk';
import { onMount, Show } from 'solid-js';
import { t } from '../i18n';
import { BackIcon, CloseIcon } from '../ui/icons';
import { onEscape } from '../ui/on-escape';
import { GroupDetails } from './GroupDetails';
import { PersonDetails } from './PersonDetails';
import './details.css';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
  readonly onClose: () => void;
}

/** Who a conversation is with, and what can be done about it; beside the messages, or above them where there is no room. */
export function DetailsPanel(props: Props) {
  let closeButton!: HTMLButtonElement;
  onMount(() => closeButton.focus());
  return (
    <aside class="details" aria-label={t('details.title')} onKeyDown={onEscape(() => props.onClose())}>
      <header class="details-header">
        <button
          ref={closeButton}
          class="icon-button"
          type="button"
          aria-label={t('details.close')}
          title={t('details.close')}
          onClick={() => props.onClose()}
        >
          <span class="details-back">
            <BackIcon />
          </span>
          <span class="details-close">
            <CloseIcon />
          </span>
        </button>
        <h2>{t('details.title')}</h2>
      </header>
      <div class="details-body">
        <Show
          when={props.conversation.kind === 'group'}
          fallback={<PersonDetails conversation={props.conversation} userId={props.userId} />}
        >
          <GroupDetails group={props.conversation} userId={props.userId} />
        </Show>
      </div>
    </aside>
  );
}
