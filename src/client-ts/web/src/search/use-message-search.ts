import type { ApiError, SearchHit, SearchQuery } from '@orleanschat/sdk';
import { createEffect, createSignal, on, onCleanup } from 'solid-js';
import { useClient } from '../app/context';
import { createTask } from '../ui/create-task';

/** Typing pauses this long (milliseconds) before the server is asked. */
const pause = 250;

export interface MessageSearch {
  /** Null before the first answer. */
  readonly hits: () => readonly SearchHit[] | null;
  readonly hasMore: () => boolean;
  readonly busy: () => boolean;
  readonly error: () => ApiError | null;
  readonly showMore: () => void;
}

/** Messages found by a query that changes: only the newest one's answers are shown. */
export function useMessageSearch(query: () => SearchQuery | null): MessageSearch {
  const client = useClient();
  const [hits, setHits] = createSignal<readonly SearchHit[] | null>(null);
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<ApiError | null>(null);
  let asked = new AbortController();

  const ask = async (wanted: SearchQuery, known: readonly SearchHit[], { signal }: AbortController) => {
    const task = createTask('join', async () => {
      const page = await client.messages.search(wanted, signal).catch((failure: unknown) => {
        if (signal.aborted) return null;
        throw failure;
      });
      if (page === null || signal.aborted) return;
      setHits([...known, ...page.items]);
      setCursor(page.nextCursor);
    });
    setBusy(true);
    await task.run();
    if (signal.aborted) return;
    setError(task.error());
    setBusy(false);
  };

  createEffect(
    on(query, (wanted) => {
      const own = new AbortController();
      asked = own;
      setError(null);
      setCursor(null);
      setBusy(wanted !== null);
      if (wanted === null) setHits(null);
      else {
        const timer = setTimeout(() => void ask(wanted, [], own), pause);
        onCleanup(() => clearTimeout(timer));
      }
      onCleanup(() => own.abort());
    }),
  );

  const showMore = () => {
    const wanted = query();
    const next = cursor();
    if (wanted !== null && next !== null && !busy()) void ask({ ...wanted, cursor: next }, hits() ?? [], asked);
  };
  return { hits, hasMore: () => cursor() !== null, busy, error, showMore };
}
