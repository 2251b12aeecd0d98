import type { Http, HttpRequest } from './http.js';
import type { Page } from './types.js';

/** The largest page that the contract allows. */
const limit = 200;

/** What a list's request says of its page. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor: string | undefined;
}

type Ask<T> = (page: PageQuery) => HttpRequest<Page<T>>;

/** All pages of a list, in order. */
export async function* pages<T>(http: Http, ask: Ask<T>): AsyncGenerator<readonly T[]> {
  let cursor: string | undefined;
  do {
    const page = await http.send(ask({ limit, cursor }));
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

export async function all<T>(http: Http, ask: Ask<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of pages(http, ask)) items.push(...page);
  return items;
}
