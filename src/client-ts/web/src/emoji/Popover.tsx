import type { ParentProps } from 'solid-js';
import { onCleanup, onMount } from 'solid-js';
import { placeBeside } from '../ui/Menu';

interface Props {
  readonly label: string;
  readonly anchor: HTMLElement;
  /** Closed by its user: the focus returns. */
  readonly onClose: () => void;
  /** The pointer went elsewhere. */
  readonly onLeave: () => void;
}

/** Something small beside its button, in the browser's top layer. */
export function Popover(props: ParentProps<Props>) {
  let box!: HTMLDivElement;
  onMount(() => {
    const place = () => placeBeside(box, props.anchor);
    const leave = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.contains(target) && !props.anchor.contains(target)) props.onLeave();
    };
    box.showPopover();
    place();
    box.querySelector<HTMLElement>('button, input')?.focus();
    // What it shows may still have to load.
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
      class="menu popover"
      popover="manual"
      role="dialog"
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
        event.stopPropagation();
      }}
    >
      {props.children}
    </div>
  );
}
