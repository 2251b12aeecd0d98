import type { JSX } from 'solid-js';
import { createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js';
import { MoreIcon } from './icons';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: () => JSX.Element;
  readonly danger?: boolean;
  readonly run: () => void;
}

interface Props {
  /** Of the button. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: () => JSX.Element;
  readonly class?: string;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** Room (pixels) between the button and its menu, and between the menu and the edge of the page. */
const gap = 4;

/**
 * A button with a menu, by the pattern of the ARIA practices: arrows, Home, End and first letters move, Escape and Tab
 * close. The browser's top layer shows it above everything.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function Menu(props: Props) {
  const id = createUniqueId();
  const [isOpen, setIsOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  const open = (isShown: boolean) => {
    setIsOpen(isShown);
    props.onOpenChange?.(isShown);
  };
  const close = () => {
    if (!isOpen()) return;
    open(false);
    button.focus();
  };
  return (
    <>
      <button
        ref={button}
        class={`icon-button ${props.class ?? ''}`}
        type="button"
        aria-label={props.label}
        title={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        aria-controls={isOpen() ? id : undefined}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          open(!isOpen());
        }}
      >
        {(props.icon ?? MoreIcon)()}
      </button>
      <Show when={isOpen()}>
        <MenuList id={id} label={props.label} items={props.items} anchor={button} onClose={close} onLeave={() => open(false)} />
      </Show>
    </>
  );
}

interface ListProps {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly anchor: HTMLElement;
  /** Closed by its user: the focus returns. */
  readonly onClose: () => void;
  /** The focus or the pointer went elsewhere. */
  readonly onLeave: () => void;
}

function MenuList(props: ListProps) {
  let list!: HTMLDivElement;
  const items = () => [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const focusAt = (index: number) => items().at(index % items().length)?.focus();
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items().findIndex((item) => item === document.activeElement);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusAt(at + 1),
      ArrowUp: () => focusAt(at - 1),
      Home: () => focusAt(0),
      End: () => focusAt(-1),
      Escape: props.onClose,
    };
    const move = moves[event.key];
    if (event.key === 'Tab') props.onClose();
    else if (move !== undefined) move();
    else if (event.key.length === 1) items().find((item) => startsWith(item, event.key))?.focus();
    else return;
    event.stopPropagation();
    if (move !== undefined) event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent) => {
    const target = event.target as Node;
    if (!list.contains(target) && !props.anchor.contains(target)) props.onLeave();
  };
  const show = (element: HTMLDivElement) => {
    list = element;
    queueMicrotask(() => {
      if (!element.isConnected) return;
      element.showPopover();
      placeBeside(element, props.anchor);
      focusAt(0);
    });
    document.addEventListener('pointerdown', onPointerDown, true);
    onCleanup(() => document.removeEventListener('pointerdown', onPointerDown, true));
  };
  return (
    <div
      ref={show}
      id={props.id}
      class="menu"
      popover="manual"
      role="menu"
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
    >
      <For each={props.items}>
        {(item) => (
          <button
            class="menu-item"
            classList={{ danger: item.danger ?? false }}
            type="button"
            role="menuitem"
            tabindex="-1"
            onClick={() => {
              props.onClose();
              item.run();
            }}
          >
            <span class="menu-icon">{item.icon?.()}</span>
            {item.label}
          </button>
        )}
      </For>
    </div>
  );
}

function startsWith(item: HTMLElement, letter: string): boolean {
  return (item.textContent ?? '').trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
}

/** Under its button where there is room, else above; its end at the button's end, inside the page. */
export function placeBeside(menu: HTMLElement, anchor: HTMLElement): void {
  const button = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isRtl = getComputedStyle(menu).direction === 'rtl';
  const wanted = isRtl ? button.left : button.right - width;
  const below = button.bottom + gap;
  const isBelow = below + height <= innerHeight - gap;
  menu.style.left = `${Math.max(gap, Math.min(wanted, innerWidth - width - gap))}px`;
  menu.style.top = `${isBelow ? below : Math.max(gap, button.top - height - gap)}px`;
}
