import type { Accessor } from 'solid-js';
import { createSignal, onCleanup } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';

/** This close to the end (pixels) counts as being there. */
const nearEnd = 32;

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
  /** The rows end with the newest message: there are none to be loaded behind. */
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
      onCleanup(() => resized.disconnect());
    },
    setHandle: (next) => {
      handle = next;
    },
    onScroll: () => {
      // Content that grows takes nobody away from the end; only scrolling up does.
      const isUp = above() < lastTop;
      lastTop = above();
      setAtEnd(isNewest() && (below() < nearEnd || (atEnd() && !isUp)));
    },
    toEnd: () => {
      setAtEnd(true);
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
