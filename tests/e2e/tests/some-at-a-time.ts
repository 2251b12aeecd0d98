/** Registering is work for the server: so many at a time. */
const atOnce = 4;

/** Does the same for each number from 0 on. @returns what came of each, in order. */
export async function someAtATime<T>(count: number, work: (number: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  while (results.length < count) {
    const first = results.length;
    const length = Math.min(atOnce, count - first);
    results.push(...(await Promise.all(Array.from({ length }, (_, index) => work(first + index)))));
  }
  return results;
}
