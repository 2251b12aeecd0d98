import type { Http } from './http.js';
import { to } from './routes.js';
import type { Page, SearchHit } from './types.js';

export interface SearchQuery {
  /** Words, "phrases", -exclusions and prefixes*; every text is valid. */
  readonly q: string;
  readonly conversationId?: string;
  readonly senderId?: string;
  /** RFC 3339. */
  readonly before?: string;
  readonly after?: string;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  /** 1–200; 50 unless told. */
  readonly limit?: number;
}

export class SearchApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  search(query: SearchQuery, signal?: AbortSignal): Promise<Page<SearchHit>> {
    return this.#http.send(to('GET /search', { query: { ...query }, ...(signal ? { signal } : {}) }));
  }
}
