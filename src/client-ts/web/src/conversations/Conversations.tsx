import { createEffect, createMemo, createSignal, on } from 'solid-js';
import { Virtualizer } from 'virtua/solid';
import type { VirtualizerHandle } from 'virtua/solid';
import { t } from '../i18n';
import { ConversationRow } from './ConversationRow';
import { ListItem } from './ListItem';

interface Props {
  /** In the order in which they are shown. */
  readonly ids: readonly string[];
  readonly openId: string | null;
  readonly userId: string;
}

/** The height of a row (pixels at the usual size of text); the browser measures the real one. */
const rowHeight = 64;

/** Frames to wait for a row that was out of sight to be laid out, so that it can have the focus. */
const maxFrames = 10;

/**
 * All conversations, of which only those in sight are rendered. One of them is in the order of Tab; arrows, Home, End
 * and the page keys move between them.
 */
export function Conversations(props: Props) {
  const [currentId, setCurrentId] = createSignal<string | null>(props.openId);
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  let nav!: HTMLElement;
  createEffect(on(() => props.openId, (id) => id !== null && setCurrentId(id), { defer: true }));
  const current = createMemo(() => Math.max(0, props.ids.indexOf(currentId() ?? '')));
  // What has the focus stays rendered wherever the list is scrolled.
  const kept = createMemo(() => (props.ids.length === 0 ? [] : [current()]));
  const focusRow = (index: number, frames = maxFrames) => {
    const id = props.ids[index];
    if (id === undefined) return;
    const link = nav.querySelector<HTMLElement>(`a[data-id="${CSS.escape(id)}"]`);
    link?.focus({ preventScroll: true });
    if (document.activeElement !== link && frames > 0) requestAnimationFrame(() => focusRow(index, frames - 1));
  };
  const moveTo = (index: number) => {
    const to = Math.max(0, Math.min(index, props.ids.length - 1));
    setCurrentId(props.ids[to] ?? null);
    handle()?.scrollToIndex(to, { align: 'nearest' });
    focusRow(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLAnchorElement)) return;
    const page = Math.max(1, Math.floor(nav.clientHeight / rowHeight) - 1);
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
    <nav ref={nav} class="conversation-list" aria-label={t('conversations.list')} onKeyDown={onKeyDown}>
      <Virtualizer
        ref={setHandle}
        data={props.ids}
        as="ul"
        item={(item) => <ListItem {...item} count={props.ids.length} />}
        itemSize={rowHeight}
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
