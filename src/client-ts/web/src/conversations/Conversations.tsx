import { createEffect, createMemo, createSignal, on, onMount } from 'solid-js';
import { Virtualizer } from 'virtua/solid';
import type { VirtualizerHandle } from 'virtua/solid';
import { t } from '../i18n';
import { isFocusLost, keepFocusInMovedRows } from '../ui/keep-focus';
import { ConversationRow } from './ConversationRow';
import { ListItem } from './ListItem';

interface Props {
  /** In the order in which they are shown. */
  readonly ids: readonly string[];
  readonly openId: string | null;
  readonly userId: string;
}

/** The height of a row, in the page's units of text. */
const rowHeight = 4;

/**
 * All conversations, of which only those in sight are rendered. One of them is in the order of Tab; arrows, Home, End
 * and the page keys move between them.
 */
export function Conversations(props: Props) {
  const [currentId, setCurrentId] = createSignal<string | null>(props.openId);
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const rowPixels = rowHeight * parseFloat(getComputedStyle(document.documentElement).fontSize);
  let nav!: HTMLElement;
  let hadFocus = false;
  /** In a moment: a row that is just being taken away still has had it. */
  const noteFocus = () => queueMicrotask(() => (hadFocus = nav.contains(document.activeElement)));
  createEffect(on(() => props.openId, (id) => id !== null && setCurrentId(id), { defer: true }));
  const indexOf = (id: string | null) => (id === null ? -1 : props.ids.indexOf(id));
  /** Where the current one is; when it has gone, who has moved up into its place. */
  const current = createMemo((before: number) => {
    const index = indexOf(currentId());
    return index >= 0 ? index : Math.max(0, Math.min(before, props.ids.length - 1));
  }, 0);
  // What has the focus stays rendered wherever the list is scrolled.
  const kept = createMemo(() => (props.ids.length === 0 ? [] : [current()]));
  const focusRow = (index: number) => {
    const id = props.ids[index];
    if (id === undefined) return;
    setCurrentId(id);
    nav.querySelector<HTMLElement>(`a[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  };
  const moveTo = (index: number) => {
    const to = Math.max(0, Math.min(index, props.ids.length - 1));
    handle()?.scrollToIndex(to, { align: 'nearest' });
    focusRow(to);
  };
  onMount(() => {
    keepFocusInMovedRows(nav.firstElementChild as HTMLElement);
    // The focused one may leave the list: it is read, or the person is no longer in it.
    createEffect(on(() => props.ids, () => hadFocus && isFocusLost() && focusRow(current()), { defer: true }));
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLAnchorElement)) return;
    const page = Math.max(1, Math.floor(nav.clientHeight / rowPixels) - 1);
    const targets: Record<string, number> = {
      ArrowDown: current() + 1,
      ArrowUp: current() - 1,
      PageDown: current() + page,
      PageUp: current() - page,
      Home: 0,
      End: props.ids.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  };
  return (
    <nav
      ref={nav}
      class="conversation-list"
      aria-label={t('conversations.list')}
      onKeyDown={onKeyDown}
      onFocusIn={noteFocus}
      onFocusOut={noteFocus}
    >
      <Virtualizer
        ref={setHandle}
        data={props.ids}
        as="ul"
        item={(item) => <ListItem {...item} count={props.ids.length} />}
        itemSize={rowPixels}
        keepMounted={kept()}
      >
        {(id, index) => (
          <ConversationRow
            id={id}
            userId={props.userId}
            isOpen={props.openId === id}
            isCurrent={index() === current()}
            onFocus={() => setCurrentId(id)}
          />
        )}
      </Virtualizer>
    </nav>
  );
}
