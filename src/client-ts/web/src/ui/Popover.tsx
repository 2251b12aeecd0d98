import type { Accessor, JSX, ParentProps } from 'solid-js';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import './popover.css';

/** A box beside its button: whether it is there, and what opens and closes it. */
export interface PopoverState {
  readonly isOpen: Accessor<boolean>;
  /** Takes the button, as its `ref`. */
  readonly setAnchor: (button: HTMLElement) => void;
  readonly anchor: () => HTMLElement;
  readonly toggle: () => void;
  /** Closed by its user: the focus returns to the button. */
  readonly close: () => void;
  /** The focus or the pointer went elsewhere, and stays there. */
  readonly leave: () => void;
}

export function createPopover(onOpenChange?: (isOpen: boolean) => void): PopoverState {
  const [isOpen, setIsOpen] = createSignal(false);
  let anchor!: HTMLElement;
  const show = (next: boolean) => {
    if (next === isOpen()) return;
    setIsOpen(next);
    onOpenChange?.(next);
  };
  return {
    isOpen,
    setAnchor: (button) => (anchor = button),
    anchor: () => anchor,
    toggle: () => show(!isOpen()),
    close: () => {
      if (!isOpen()) return;
      // First, for what holds the button may go with the focus.
      anchor.focus();
      show(false);
    },
    leave: () => show(false),
  };
}

interface Props {
  readonly state: PopoverState;
  readonly role: 'dialog' | 'menu';
  readonly label: string;
  readonly id?: string;
  readonly class?: string;
  /** Keys besides Escape, which closes it. */
  readonly onKeyDown?: JSX.EventHandler<HTMLDivElement, KeyboardEvent>;
}

/**
 * The box of a {@link PopoverState}, in the browser's top layer. It takes the focus, closes by Escape and by a press
 * elsewhere, and keeps keys and clicks to itself.
 */
export function Popover(props: ParentProps<Props>) {
  return (
    <Show when={props.state.isOpen()}>
      <Box {...props} />
    </Show>
  );
}

function Box(props: ParentProps<Props>) {
  let box!: HTMLDivElement;
  onMount(() => {
    const { state } = props;
    const place = () => placeBeside(box, state.anchor());
    const leave = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.contains(target) && !state.anchor().contains(target)) state.leave();
    };
    box.showPopover();
    place();
    // What is in it may still have to load.
    (box.querySelector<HTMLElement>('button, input') ?? box).focus();
    const resized = new ResizeObserver(place);
    resized.observe(box);
    document.addEventListener('pointerdown', leave, true);
    onCleanup(() => {
      resized.disconnect();
      document.removeEventListener('pointerdown', leave, true);
    });
  });
  return (
    <div
      ref={box}
      id={props.id}
      class={`popover ${props.class ?? ''}`}
      popover="manual"
      role={props.role}
      aria-label={props.label}
      tabindex="-1"
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Escape') return props.onKeyDown?.(event);
        event.preventDefault();
        props.state.close();
      }}
    >
      {props.children}
    </div>
  );
}

/** Room (pixels) between the button and its box, and between the box and the edge of the page. */
const gap = 4;

/** Under its button where there is room, else above; its end at the button's end, inside the page. */
function placeBeside(box: HTMLElement, anchor: HTMLElement): void {
  const button = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const isRtl = getComputedStyle(box).direction === 'rtl';
  const wanted = isRtl ? button.left : button.right - width;
  const below = button.bottom + gap;
  const isBelow = below + height <= innerHeight - gap;
  box.style.left = `${Math.max(gap, Math.min(wanted, innerWidth - width - gap))}px`;
  box.style.top = `${isBelow ? below : Math.max(gap, button.top - height - gap)}px`;
}
