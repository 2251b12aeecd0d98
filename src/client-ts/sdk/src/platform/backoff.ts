/**
 * Milliseconds to wait before try `attempt` (from 0): "full jitter", uniform between 0 and an exponentially growing
 * bound of 0.5 s up to 30 s, so that clients that lost the same server do not come back together.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(30_000, 500 * 2 ** Math.min(attempt, 16)));
}
