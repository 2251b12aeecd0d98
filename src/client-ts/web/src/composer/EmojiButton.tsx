import { createSignal, lazy, Show, Suspense } from 'solid-js';
import { Popover } from '../emoji/Popover';
import { t } from '../i18n';
import { SmileIcon } from '../ui/icons';
import '../emoji/emoji.css';

const EmojiPicker = lazy(async () => ({ default: (await import('../emoji/EmojiPicker')).EmojiPicker }));

/** Opens the emoji, which are loaded then. */
export function EmojiButton(props: { readonly onPick: (emoji: string) => void }) {
  const [isOpen, setIsOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  const close = () => {
    setIsOpen(false);
    button.focus();
  };
  return (
    <>
      <button
        ref={button}
        class="icon-button"
        type="button"
        aria-label={t('composer.emoji')}
        title={t('composer.emoji')}
        aria-haspopup="dialog"
        aria-expanded={isOpen()}
        onClick={() => setIsOpen(!isOpen())}
        onKeyDown={(event) => {
          // The focus is here until the emoji are loaded.
          if (event.key !== 'Escape' || !isOpen()) return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      >
        <SmileIcon />
      </button>
      <Show when={isOpen()}>
        <Popover label={t('timeline.emoji.title')} anchor={button} onClose={close} onLeave={() => setIsOpen(false)}>
          <Suspense fallback={<p class="emoji-picker muted">{t('common.loading')}</p>}>
            <div onKeyDown={keepEnter}>
              <EmojiPicker
                onPick={(emoji) => {
                  setIsOpen(false);
                  props.onPick(emoji);
                }}
              />
            </div>
          </Suspense>
        </Popover>
      </Show>
    </>
  );
}

/** Enter in the search must not send the message whose form it is in. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}
