import type { ApiError, User } from '@orleanschat/sdk';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { useClient } from '../app/context';
import { createTask } from '../ui/create-task';

/** Typing pauses this long (milliseconds) before the server is asked. */
const pause = 200;

export interface PeopleSearch {
  readonly query: () => string;
  readonly setQuery: (query: string) => void;
  /** Null before the first answer. */
  readonly results: () => readonly User[] | null;
  readonly error: () => ApiError | null;
}

/** People found by what is typed, without the ones to leave out. */
export function usePeopleSearch(isLeftOut: (user: User) => boolean): PeopleSearch {
  const client = useClient();
  const [query, setQuery] = createSignal('');
  const [found, setFound] = createSignal<readonly User[] | null>(null);
  const [error, setError] = createSignal<ApiError | null>(null);
  createEffect(() => {
    const wanted = query().trim();
    const asked = new AbortController();
    onCleanup(() => asked.abort());
    if (wanted === '') {
      setFound(null);
      setError(null);
      return;
    }
    const task = createTask('join', async () => {
      const users = await client.searchUsers(wanted, asked.signal).catch((failure: unknown) => {
        if (asked.signal.aborted) return null;
        throw failure;
      });
      if (users !== null) setFound(users);
    });
    const timer = setTimeout(() => void task.run().then(() => !asked.signal.aborted && setError(task.error())), pause);
    onCleanup(() => clearTimeout(timer));
  });
  return { query, setQuery, results: () => found()?.filter((user) => !isLeftOut(user)) ?? null, error };
}
