/** Resolves after `milliseconds`, or at once when the signal aborts. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  // Of its own, for many may wait for one signal and Node takes more than ten listeners for a leak.
  const own = AbortSignal.any([signal]);
  return new Promise((resolve) => {
    if (own.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      own.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    own.addEventListener('abort', done);
  });
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
