const failures = new WeakSet<object>();

/** Remembers which errors mean that a part of the program could not be loaded: the network is gone, or the part is. */
export function noteLoadFailures(failed: () => void): void {
  addEventListener('vite:preloadError', ({ payload }) => {
    failures.add(payload);
    failed();
  });
}

export function isLoadFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && failures.has(error);
}
