import { ApiError } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';

export interface Task<Arguments extends unknown[]> {
  readonly busy: () => boolean;
  /** What the last run failed with. */
  readonly error: () => ApiError | null;
  /** Runs it, unless it is running. @returns whether it worked. */
  readonly run: (...args: Arguments) => Promise<boolean>;
}

/** Something that a person starts and the server may refuse. */
export function createTask<Arguments extends unknown[]>(
  work: (...args: Arguments) => Promise<unknown>,
): Task<Arguments> {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<ApiError | null>(null);
  return {
    busy,
    error,
    run: async (...args) => {
      if (busy()) return false;
      setBusy(true);
      setError(null);
      try {
        await work(...args);
        return true;
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure;
        setError(failure);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
