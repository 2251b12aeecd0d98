import type { Conversation } from '@orleanschat/sdk';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { DownIcon } from '../ui/icons';
import { NewMessageAnnouncer } from './NewMessageAnnouncer';
import { Row } from './Row';
import { ScrollKeeper } from './scroll-keeper';
import { rowsOf } from './timeline-rows';
import './timeline.css';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
}

/** Older messages are loaded when the reader is this close to the first one (pixels). */
const ahead = 800;

export function Timeline(props: Props) {
  const client = useClient();
  const id = () => props.conversation.id;
  const timeline = fromStore(() => client.timeline(id()));
  const connection = fromStore(() => client.connection);
  const rows = createMemo(() => rowsOf(timeline().items, props.userId));
  const byKey = createMemo(() => new Map(rows().map((row) => [row.key, row])));
  const keys = createMemo(() => rows().map((row) => row.key));
  const [isAtEnd, setIsAtEnd] = createSignal(true);
  const load = createTask((how: 'loadNewest' | 'loadBefore' | 'loadAfter') => client[how](id()));
  let scroller!: HTMLDivElement;
  let content!: HTMLDivElement;
  let keeper!: ScrollKeeper;

  const loadMore = async () => {
    const { loaded, hasBefore, hasAfter } = timeline();
    if (load.busy()) return;
    const [above, below] = [scroller.scrollTop, scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight];
    let worked = false;
    if (!loaded) worked = await load.run('loadNewest');
    else if (hasBefore && above < ahead) worked = await load.run('loadBefore');
    else if (hasAfter && below < ahead) worked = await load.run('loadAfter');
    if (worked) requestAnimationFrame(() => void loadMore());
  };
  const markRead = () => {
    const { lastSeq, unreadCount } = props.conversation;
    const isSeen = isAtEnd() && !timeline().hasAfter && document.visibilityState === 'visible';
    if (isSeen && unreadCount > 0) client.markRead(id(), lastSeq);
  };
  const onScroll = () => {
    keeper.remember();
    setIsAtEnd(keeper.atEnd);
    void loadMore();
  };
  const toNewest = async () => {
    if (timeline().hasAfter) await load.run('loadNewest');
    keeper.toEnd();
    setIsAtEnd(true);
  };

  onMount(() => {
    keeper = new ScrollKeeper(scroller);
    const resized = new ResizeObserver(() => keeper.restore());
    [scroller, content].forEach((element) => resized.observe(element));
    document.addEventListener('visibilitychange', markRead);
    onCleanup(() => {
      resized.disconnect();
      document.removeEventListener('visibilitychange', markRead);
    });
    createEffect(
      on(rows, () => {
        keeper.restore();
        void loadMore();
      }),
    );
    createEffect(markRead);
    // What failed without a connection is tried again with one.
    createEffect(() => connection().status === 'online' && void loadMore());
    // The person's own message is always shown.
    const pending = () => timeline().items.filter((item) => item.kind === 'pending').length;
    createEffect(on(pending, (now, before = 0) => now > before && void toNewest(), { defer: true }));
  });

  return (
    <div class="timeline">
      <div
        ref={scroller}
        class="timeline-scroller"
        role="log"
        aria-label="Messages"
        aria-live="off"
        tabindex="0"
        onScroll={onScroll}
      >
        <div ref={content} class="timeline-rows">
          <Show when={!timeline().loaded || timeline().hasBefore}>
            <p class="timeline-note muted">
              <Show when={load.error() !== null && !load.busy()} fallback="Loading messages…">
                Messages could not be loaded.
                <button class="button plain small" type="button" onClick={() => void loadMore()}>
                  Try again
                </button>
              </Show>
            </p>
          </Show>
          <Show when={timeline().loaded && rows().length === 0}>
            <p class="timeline-note muted">No messages yet. Say hello.</p>
          </Show>
          <For each={keys()}>
            {(key) => <Row row={() => byKey().get(key)} conversation={props.conversation} userId={props.userId} />}
          </For>
        </div>
      </div>
      <Show when={!isAtEnd() || timeline().hasAfter}>
        <button
          class="icon-button to-newest"
          type="button"
          aria-label="Newest messages"
          onClick={() => void toNewest()}
        >
          <DownIcon />
        </button>
      </Show>
      <NewMessageAnnouncer message={props.conversation.lastMessage} userId={props.userId} />
    </div>
  );
}
