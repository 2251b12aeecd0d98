import { EmojiPopover } from '../emoji/EmojiPopover';
import { t } from '../i18n';
import { SmileIcon } from '../ui/icons';
import { createPopover } from '../ui/Popover';

/** Opens the emoji. Who picks one writes on with it: the focus is not brought back here. */
export function EmojiButton(props: { readonly onPick: (emoji: string) => void }) {
  const popover = createPopover();
  return (
    <>
      <button
        ref={popover.setAnchor}
        class="icon-button"
        type="button"
        aria-label={t('composer.emoji')}
        title={t('composer.emoji')}
        aria-haspopup="dialog"
        aria-expanded={popover.isOpen()}
        onClick={popover.toggle}
      >
        <SmileIcon />
      </button>
      <EmojiPopover
        state={popover}
        onPick={(emoji) => {
          popover.leave();
          props.onPick(emoji);
        }}
      />
    </>
  );
}
