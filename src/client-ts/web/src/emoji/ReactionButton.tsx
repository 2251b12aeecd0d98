import { createSignal, For } from 'solid-js';
import { t } from '../i18n';
import { PlusIcon, SmileIcon } from '../ui/icons';
import { createPopover, Popover } from '../ui/Popover';
import { EmojiPopover } from './EmojiPopover';
import './emoji.css';

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface Props {
  readonly onPick: (emoji: string) => void;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Offers the usual reactions at once and all others behind a plus. */
export function ReactionButton(props: Props) {
  const [showsAll, setShowsAll] = createSignal(false);
  const popover = createPopover((isOpen) => {
    setShowsAll(false);
    props.onOpenChange(isOpen);
  });
  const pick = (emoji: string) => {
    popover.close();
    props.onPick(emoji);
  };
  const few = { ...popover, isOpen: () => popover.isOpen() && !showsAll() };
  const all = { ...popover, isOpen: () => popover.isOpen() && showsAll() };
  return (
    <>
      <button
        ref={popover.setAnchor}
        class="icon-button"
        type="button"
        aria-label={t('timeline.react')}
        title={t('timeline.react')}
        aria-haspopup="dialog"
        aria-expanded={popover.isOpen()}
        onClick={popover.toggle}
      >
        <SmileIcon />
      </button>
      <Popover state={few} role="dialog" label={t('timeline.addReaction')}>
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
            onClick={() => setShowsAll(true)}
          >
            <PlusIcon />
          </button>
        </div>
      </Popover>
      <EmojiPopover state={all} onPick={pick} />
    </>
  );
}
