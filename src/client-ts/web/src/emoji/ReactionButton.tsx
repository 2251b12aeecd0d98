import { createSignal, For, lazy, Show, Suspense } from 'solid-js';
import { t } from '../i18n';
import { PlusIcon, SmileIcon } from '../ui/icons';
import { Popover } from './Popover';
import './emoji.css';

const EmojiPicker = lazy(async () => ({ default: (await import('./EmojiPicker')).EmojiPicker }));

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface Props {
  readonly onPick: (emoji: string) => void;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Offers the usual reactions at once and all others behind a plus. */
export function ReactionButton(props: Props) {
  const [stage, setStage] = createSignal<'closed' | 'quick' | 'all'>('closed');
  let button!: HTMLButtonElement;
  const show = (next: 'closed' | 'quick' | 'all') => {
    setStage(next);
    props.onOpenChange(next !== 'closed');
  };
  const close = () => {
    button.focus();
    show('closed');
  };
  const pick = (emoji: string) => {
    close();
    props.onPick(emoji);
  };
  return (
    <>
      <button
        ref={button}
        class="icon-button"
        type="button"
        aria-label={t('timeline.react')}
        title={t('timeline.react')}
        aria-haspopup="dialog"
        aria-expanded={stage() !== 'closed'}
        onClick={() => show(stage() === 'closed' ? 'quick' : 'closed')}
      >
        <SmileIcon />
      </button>
      <Show when={stage() === 'quick'}>
        <Popover label={t('timeline.addReaction')} anchor={button} onClose={close} onLeave={() => show('closed')}>
          <div class="quick-emoji">
            <For each={quick}>
              {(emoji) => (
                <button class="emoji" type="button" onClick={() => pick(emoji)}>
                  {emoji}
                </button>
              )}
            </For>
            <button
              class="icon-button"
              type="button"
              aria-label={t('timeline.allEmoji')}
              title={t('timeline.allEmoji')}
              onClick={() => show('all')}
            >
              <PlusIcon />
            </button>
          </div>
        </Popover>
      </Show>
      <Show when={stage() === 'all'}>
        <Popover label={t('timeline.emoji.title')} anchor={button} onClose={close} onLeave={() => show('closed')}>
          <Suspense fallback={<p class="emoji-picker muted">{t('common.loading')}</p>}>
            <EmojiPicker onPick={pick} />
          </Suspense>
        </Popover>
      </Show>
    </>
  );
}
