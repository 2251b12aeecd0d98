import type { Http } from './http.js';
import type { Page } from './types.js';

/** The largest page that the contract allows. */
const limit = 200;

/** All pages of a list, in order. */
export async function* pages<T>(http: Http, path: string): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined;
  do {
    const page: Page<T> = await http.send({ method: 'GET', path, query: { limit, cursor } });
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

export async function all<T>(http: Http, path: string): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of pages<T>(http, path)) items.push(...page);
  return items;
}
