import type { Conversation, Timeline as TimelineState } from '@orleanschat/sdk';
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import { Virtualizer } from 'virtua/solid';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { keepFocusInMovedRows } from '../ui/keep-focus';
import { dayName } from '../ui/time';
import { isForMessages, moveBetweenMessages } from './move-between-messages';
import { NewMessageAnnouncer } from './NewMessageAnnouncer';
import { loadRichText, waitsForRichText } from './rich-text-loader';
import { Row } from './Row';
import { changedAtStart, rowsOf, seqOf } from './timeline-rows';
import type { TimelineRow } from './timeline-rows';
import { ToNewest } from './ToNewest';
import { createScroll } from './use-scroll';
import { createTarget } from './use-target';
import './timeline.css';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
}

/** Further messages are loaded when the reader is this close to where they are missing (pixels). */
const ahead = 1_200;

const nothing: TimelineState = { loaded: false, items: [], hasBefore: false, hasAfter: false };

/** The messages of a conversation, of which only those near the view are in the page. */
export function Timeline(props: Props) {
  const client = useClient();
  const { id } = props.conversation;
  const known = fromStore(() => client.timeline(id));
  const isHeldBack = () => waitsForRichText(known());
  const timeline = createMemo((shown: TimelineState) => (isHeldBack() ? shown : known()), nothing);
  const connection = fromStore(() => client.connection);
  /** What was read when the conversation was opened; the unread line stays there. */
  const readSeq = props.conversation.unreadCount > 0 ? props.conversation.readSeq : null;
  const rows = createMemo(() => rowsOf(timeline().items, props.userId, readSeq));
  const byKey = createMemo(() => new Map(rows().map((row) => [row.key, row])));
  const list = createMemo<{ keys: string[]; shift: boolean }>(
    (before) => {
      const keys = rows().map((row) => row.key);
      return { keys, shift: changedAtStart(before.keys, keys) };
    },
    { keys: [], shift: false },
  );
  const [focusedKey, setFocusedKey] = createSignal<string | null>(null);
  const focusedIndex = () => list().keys.indexOf(focusedKey() ?? '');
  const [topDay, setTopDay] = createSignal<string | null>(null);
  const scroll = createScroll({ isNewest: () => !timeline().hasAfter, onMoved: () => requestAnimationFrame(() => look()) });
  const target = createTarget({
    conversationId: id,
    indexOf: (seq) => rows().findIndex((row) => seqOf(row) === seq),
    scrollTo: (index) => scroll.toRow(index, 'center'),
  });
  const load = createTask('replace', (_replaced, how: 'loadNewest' | 'loadOldest' | 'loadBefore' | 'loadAfter') =>
    client[how](id),
  );
  const loadUnread = createTask('join', () => client.loadAround(id, (readSeq ?? 0) + 1));
  let scroller!: HTMLDivElement;
  let content!: HTMLDivElement;
  /** The view stands where it opened: at the unread line or the newest message. Before, what is in view is not what is read. */
  let place: 'unknown' | 'sought' | 'taken' = 'unknown';
  const takePlace = () => {
    place = 'taken';
    // The rows there are measured first.
    requestAnimationFrame(() => requestAnimationFrame(look));
  };

  const loadMore = async () => {
    const { loaded, hasBefore, hasAfter } = timeline();
    if (load.busy() || loadUnread.busy() || isHeldBack() || target.pending() !== null) return;
    let worked = false;
    if (!loaded) worked = await load.run('loadNewest');
    else if (hasBefore && scroll.above() < ahead) worked = await load.run('loadBefore');
    else if (hasAfter && scroll.below() < ahead) worked = await load.run('loadAfter');
    if (worked) requestAnimationFrame(() => void loadMore());
  };
  const open = async () => {
    if (place !== 'unknown' || !timeline().loaded || target.pending() !== null) return;
    place = 'sought';
    if (readSeq === null) {
      scroll.toEnd();
      return takePlace();
    }
    const unreadRow = () => rows().findIndex((row) => row.kind === 'unread');
    const firstSeq = rows().map(seqOf).find((seq) => seq !== null) ?? 0;
    if (firstSeq > readSeq + 1 && timeline().hasBefore) await loadUnread.run();
    if (isHeldBack()) await loadRichText();
    // Meanwhile the person went to the newest.
    if (place !== 'sought') return;
    if (unreadRow() > 0) scroll.toRow(Math.max(0, unreadRow() - 1), 'start');
    scroll.keepEnd();
    takePlace();
  };
  /** What was in view is read. */
  const look = () => {
    const visible = scroll.visible();
    if (visible === null || place !== 'taken') return;
    const { lastSeq, unreadCount } = props.conversation;
    const seen = rows().slice(visible.first, visible.last + 1);
    setTopDay(dayOf(seen[0]));
    if (unreadCount === 0 || isHeldBack() || document.visibilityState !== 'visible') return;
    const isAll = scroll.below() < 32 && !timeline().hasAfter;
    const seq = isAll ? lastSeq : Math.max(0, ...seen.map((row) => seqOf(row) ?? 0));
    if (seq > props.conversation.readSeq) client.markRead(id, seq);
  };
  /** Gives up whatever else the view was on its way to. */
  const leavesFor = (isElsewhere: boolean) => {
    const leaves = target.giveUp() || loadUnread.busy() || isElsewhere;
    if (place === 'sought') takePlace();
    return leaves;
  };
  const toNewest = async () => {
    if (leavesFor(timeline().hasAfter)) await load.run('loadNewest');
    scroll.toEnd();
  };
  const toOldest = async () => {
    if (leavesFor(timeline().hasBefore) && !(await load.run('loadOldest'))) return;
    scroll.toRow(0, 'start');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isForMessages(event, scroller)) return;
    if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      // What has the focus may not be among the rows there.
      scroller.focus({ preventScroll: true });
      void (event.key === 'Home' ? toOldest() : toNewest());
    } else moveBetweenMessages(event, scroller);
  };

  onMount(() => {
    void loadRichText();
    scroll.attach(scroller, content);
    keepFocusInMovedRows(content.firstElementChild as HTMLElement);
    document.addEventListener('visibilitychange', look);
    onCleanup(() => document.removeEventListener('visibilitychange', look));
    createEffect(
      on(list, () => {
        void open();
        scroll.keepEnd();
        requestAnimationFrame(() => {
          look();
          void loadMore();
        });
      }),
    );
    // What failed without a connection is tried again with one.
    createEffect(() => connection().status === 'online' && void loadMore());
    createEffect(on(target.highlighted, (seq) => seq !== null && takePlace()));
    // The person's own message is always shown.
    const lastSent = () => client.outbox.get().findLast((entry) => entry.conversationId === id)?.clientMessageId;
    const outbox = fromStore(() => client.outbox);
    createEffect(
      on([outbox, lastSent], ([, now], before) => now !== undefined && now !== before?.[1] && void toNewest(), { defer: true }),
    );
  });

  return (
    <div class="timeline">
      <div
        ref={scroller}
        class="timeline-scroller"
        role="log"
        aria-label={t('timeline.messages')}
        aria-live="off"
        tabindex="0"
        onScroll={() => {
          scroll.onScroll();
          look();
          void loadMore();
        }}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => setFocusedKey(event.target.closest<HTMLElement>('[data-key]')?.dataset['key'] ?? null)}
      >
        <div class="timeline-space" />
        <div ref={content} class="timeline-rows">
          <Virtualizer
            ref={scroll.setHandle}
            data={list().keys}
            shift={list().shift}
            scrollRef={scroller}
            bufferSize={600}
            keepMounted={focusedIndex() < 0 ? [] : [focusedIndex()]}
          >
            {(key) => (
              <Row
                row={() => byKey().get(key)}
                conversation={props.conversation}
                userId={props.userId}
                highlighted={target.highlighted()}
              />
            )}
          </Virtualizer>
        </div>
      </div>
      <Show when={!timeline().loaded || (timeline().hasBefore && load.busy())}>
        <p class="timeline-note muted">
          {t('timeline.loading')}
        </p>
      </Show>
      <Show when={load.error() !== null && !load.busy() && connection().status === 'online'}>
        <p class="timeline-note">
          {t('timeline.loadFailed')}
          <button class="button plain small" type="button" onClick={() => void loadMore()}>
            {t('common.tryAgain')}
          </button>
        </p>
      </Show>
      <Show when={topDay() !== null && !scroll.atEnd()}>
        <p class="timeline-day" aria-hidden="true">
          <span>{topDay()}</span>
        </p>
      </Show>
      <Show when={timeline().loaded && rows().length === 0}>
        <p class="timeline-empty muted">{t('timeline.empty')}</p>
      </Show>
      <Show when={!scroll.atEnd() || timeline().hasAfter}>
        <ToNewest unreadCount={props.conversation.unreadCount} onClick={() => void toNewest()} />
      </Show>
      <NewMessageAnnouncer message={props.conversation.lastMessage} userId={props.userId} />
    </div>
  );
}

function dayOf(row: TimelineRow | undefined): string | null {
  if (row === undefined || row.kind === 'unread' || row.kind === 'day') return null;
  const time = row.kind === 'system' ? row.message.createdAt : row.createdAt;
  return dayName(time, new Date());
}
