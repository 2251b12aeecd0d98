import { lazy, Suspense } from 'solid-js';
import { t } from '../i18n';
import type { PopoverState } from '../ui/Popover';
import { Popover } from '../ui/Popover';
import './emoji.css';

const EmojiPicker = lazy(async () => ({ default: (await import('./EmojiPicker')).EmojiPicker }));

/** All emoji beside a button; they are loaded when it is opened. */
export function EmojiPopover(props: { readonly state: PopoverState; readonly onPick: (emoji: string) => void }) {
  return (
    <Popover state={props.state} role="dialog" label={t('timeline.emoji.title')}>
      <Suspense fallback={<p class="emoji-picker muted">{t('common.loading')}</p>}>
        <EmojiPicker onPick={props.onPick} />
      </Suspense>
    </Popover>
  );
}
