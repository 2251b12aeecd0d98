import { ApiError } from '@orleanschat/sdk';
import { createSignal, untrack } from 'solid-js';

export interface Task<Arguments extends unknown[]> {
  /** A run is unanswered or waits in line. */
  readonly busy: () => boolean;
  /** What the last run failed with; of a line of runs, the last that failed. */
  readonly error: () => ApiError | null;
  /** @returns whether it worked; of a run that was replaced, whether the one in its place did. */
  readonly run: (...args: Arguments) => Promise<boolean>;
}

/**
 * What becomes of a run that is asked for while another one is unanswered; none is dropped.
 * - `join`: it would do just the same, and has that one's outcome. Where a person starts it, the control is disabled while
 *   the task is busy.
 * - `queue`: it waits in line, and runs whatever became of those before it.
 * - `replace`: it begins at once, and nothing comes of the other one any more.
 */
export type WhileBusy = 'join' | 'queue' | 'replace';

type Work = (...args: never[]) => Promise<unknown>;

/**
 * Something that a person starts and the server may refuse.
 * @param work With `replace` it gets a signal first, which says that it was replaced: what it got is to be left unshown then.
 */
export function createTask(whileBusy: 'join', work: () => Promise<unknown>): Task<[]>;
export function createTask<Arguments extends unknown[]>(
  whileBusy: 'queue',
  work: (...args: Arguments) => Promise<unknown>,
): Task<Arguments>;
export function createTask<Arguments extends unknown[]>(
  whileBusy: 'replace',
  work: (replaced: AbortSignal, ...args: Arguments) => Promise<unknown>,
): Task<Arguments>;
export function createTask(whileBusy: WhileBusy, work: Work): Task<unknown[]> {
  const call = work as (...args: unknown[]) => Promise<unknown>;
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<ApiError | null>(null);
  // Not the signals: whoever runs it in an effect does not follow them.
  let isBusy = false;
  let newest: Promise<boolean> = Promise.resolve(true);
  let controller = new AbortController();

  const perform = async (before: Promise<unknown> | null, replaced: AbortSignal, args: unknown[]) => {
    // How it ended is told to who started it.
    if (before !== null) await before.catch(() => {});
    try {
      await untrack(() => (whileBusy === 'replace' ? call(replaced, ...args) : call(...args)));
      return true;
    } catch (failure) {
      if (replaced.aborted) return false;
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
      return false;
    }
  };
  const outcomeOf = async (run: Promise<boolean>): Promise<boolean> => {
    const worked = await run;
    return whileBusy === 'replace' && run !== newest ? outcomeOf(newest) : worked;
  };
  const run = (...args: unknown[]) => {
    if (isBusy && whileBusy === 'join') return newest;
    const before = isBusy && whileBusy === 'queue' ? newest : null;
    if (before === null) setError(null);
    if (whileBusy === 'replace') {
      controller.abort();
      controller = new AbortController();
    }
    isBusy = true;
    setBusy(true);
    const own = perform(before, controller.signal, args).finally(() => {
      if (own !== newest) return;
      isBusy = false;
      setBusy(false);
    });
    newest = own;
    return outcomeOf(own);
  };
  return { busy, error, run };
}
