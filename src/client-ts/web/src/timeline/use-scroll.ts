import type { Accessor } from 'solid-js';
import { createSignal, onCleanup } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';

/** This close to the end (pixels) counts as being there. */
const nearEnd = 32;

/** Scrolling this soon after the reader did something (milliseconds) is theirs, not that of rows that come, go or grow. */
const soon = 1_000;

const inputs = ['wheel', 'touchmove', 'pointerdown', 'pointermove', 'keydown'] as const;

export interface TimelineScroll {
  /** The reader is at the newest messages, and stays there as they come. */
  readonly atEnd: Accessor<boolean>;
  readonly attach: (scroller: HTMLElement, content: HTMLElement) => void;
  readonly setHandle: (handle: VirtualizerHandle | undefined) => void;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  /** Rows changed: at the end the view stays there. */
  readonly keepEnd: () => void;
  readonly toRow: (index: number, align: 'start' | 'center' | 'nearest') => void;
  /** Pixels that are out of sight above and below. */
  readonly above: () => number;
  readonly below: () => number;
  /** The rows in view, by index; null before there are any. */
  readonly visible: () => { readonly first: number; readonly last: number } | null;
}

interface Options {
  /** The rows end with the newest message: there are none to be loaded behind. In a burst of messages it is untrue for moments. */
  readonly isNewest: () => boolean;
  /** Something moved without the reader's doing. */
  readonly onMoved: () => void;
}

/** Where in the timeline the reader is. The rows themselves keep their place by the virtualiser. */
export function createScroll({ isNewest, onMoved }: Options): TimelineScroll {
  const [atEnd, setAtEnd] = createSignal(true);
  let scroller: HTMLElement | undefined;
  let handle: VirtualizerHandle | undefined;
  let lastTop = 0;
  let lastInput = -soon;
  const onInput = (event: Event) => {
    if (event.type !== 'pointermove' || (event as PointerEvent).buttons !== 0) lastInput = performance.now();
  };
  const above = () => scroller?.scrollTop ?? 0;
  const below = () => (scroller === undefined ? 0 : scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight);
  const keepEnd = () => {
    if (!atEnd() || scroller === undefined) return;
    scroller.scrollTop = scroller.scrollHeight;
    lastTop = scroller.scrollTop;
  };
  return {
    atEnd,
    above,
    below,
    keepEnd,
    attach: (element, content) => {
      scroller = element;
      // Rows that are measured, images that load, a composer that grows.
      const resized = new ResizeObserver(() => {
        keepEnd();
        if (isNewest() && below() < 1) setAtEnd(true);
        onMoved();
      });
      [element, content].forEach((one) => resized.observe(one));
      for (const input of inputs) element.addEventListener(input, onInput, { passive: true });
      onCleanup(() => resized.disconnect());
    },
    setHandle: (next) => {
      handle = next;
    },
    onScroll: () => {
      // Only a reader who scrolls up leaves the end.
      const isReader = performance.now() - lastInput < soon;
      const isUp = isReader && above() < lastTop;
      lastTop = above();
      setAtEnd((isNewest() && below() < nearEnd) || (atEnd() && !isUp));
      if (!isReader) keepEnd();
    },
    toEnd: () => {
      setAtEnd(true);
      // Ends what the virtualiser may still be about: rows that it measures would lead it back to where it was sent before.
      if (handle !== undefined) handle.scrollToIndex(handle.findItemIndex(handle.scrollSize), { align: 'end' });
      keepEnd();
    },
    toRow: (index, align) => {
      setAtEnd(false);
      handle?.scrollToIndex(index, { align });
    },
    visible: () => {
      if (handle === undefined || scroller === undefined || handle.viewportSize === 0) return null;
      const from = handle.scrollOffset;
      return { first: handle.findItemIndex(from), last: handle.findItemIndex(from + handle.viewportSize - 8) };
    },
  };
}
