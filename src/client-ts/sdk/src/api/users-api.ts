import type { Http } from './http.js';
import type { Page, User } from './types.js';

export class UsersApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  me(): Promise<User> {
    return this.#http.send({ method: 'GET', path: '/users/me' });
  }

  updateMe(change: { readonly displayName?: string }): Promise<User> {
    return this.#http.send({ method: 'PATCH', path: '/users/me', body: change });
  }

  get(userId: string): Promise<User> {
    return this.#http.send({ method: 'GET', path: `/users/${encodeURIComponent(userId)}` });
  }

  /** By name prefix and similarity, best first. */
  async search(query: string, signal?: AbortSignal): Promise<readonly User[]> {
    const page = await this.#http.send<Page<User>>({
      method: 'GET',
      path: '/users',
      query: { query },
      ...(signal ? { signal } : {}),
    });
    return page.items;
  }
}
