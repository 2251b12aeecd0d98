import type { JSX } from 'solid-js';
import { createUniqueId, For } from 'solid-js';
import { MoreIcon } from './icons';
import { createPopover, Popover } from './Popover';
import './controls.css';
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

/**
 * A button with a menu, by the pattern of the ARIA practices: arrows, Home, End and first letters move, Escape and Tab
 * close.
 * Source: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
 */
export function Menu(props: Props) {
  const id = createUniqueId();
  const popover = createPopover((isOpen) => props.onOpenChange?.(isOpen));
  return (
    <>
      <button
        ref={popover.setAnchor}
        class={`icon-button ${props.class ?? ''}`}
        type="button"
        aria-label={props.label}
        title={props.label}
        aria-haspopup="menu"
        aria-expanded={popover.isOpen()}
        aria-controls={popover.isOpen() ? id : undefined}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          popover.toggle();
        }}
      >
        {(props.icon ?? MoreIcon)()}
      </button>
      <Popover
        state={popover}
        role="menu"
        id={id}
        class="menu"
        label={props.label}
        onKeyDown={(event) => (event.key === 'Tab' ? popover.close() : moveInMenu(event))}
      >
        <For each={props.items}>
          {(item) => (
            <button
              class="line-button menu-item"
              classList={{ danger: item.danger ?? false }}
              type="button"
              role="menuitem"
              tabindex="-1"
              onClick={() => {
                popover.close();
                item.run();
              }}
            >
              <span class="menu-icon">{item.icon?.()}</span>
              {item.label}
            </button>
          )}
        </For>
      </Popover>
    </>
  );
}

function moveInMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const place = places[event.key];
  if (place !== undefined) {
    event.preventDefault();
    items.at(place % items.length)?.focus();
  } else if (event.key.length === 1) {
    items.find((item) => startsWith(item, event.key))?.focus();
  }
}

function startsWith(item: HTMLElement, letter: string): boolean {
  return (item.textContent ?? '').trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
}
