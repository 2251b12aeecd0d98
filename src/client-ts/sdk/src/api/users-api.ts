import type { Http } from './http.js';
import { to } from './routes.js';
import type { User } from './types.js';

export class UsersApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  me(): Promise<User> {
    return this.#http.send(to('GET /users/me'));
  }

  updateMe(change: { readonly displayName?: string }): Promise<User> {
    return this.#http.send(to('PATCH /users/me', { body: change }));
  }

  /** Message texts stay under "deleted user". */
  eraseMe(password: string): Promise<void> {
    return this.#http.send(to('DELETE /users/me', { body: { password } }));
  }

  /** Everything held about the person. */
  exportMe(): Promise<unknown> {
    return this.#http.send(to('GET /users/me/export'));
  }

  setAvatar(imageId: string): Promise<User> {
    return this.#http.send(to('PUT /users/me/avatar', { body: { imageId } }));
  }

  removeAvatar(): Promise<User> {
    return this.#http.send(to('DELETE /users/me/avatar'));
  }

  get(id: string): Promise<User> {
    return this.#http.send(to('GET /users/{id}', { path: { id } }));
  }

  /** By name prefix and similarity, best first. */
  async search(query: string, signal?: AbortSignal): Promise<readonly User[]> {
    const page = await this.#http.send(to('GET /users', { query: { query }, ...(signal ? { signal } : {}) }));
    return page.items;
  }
}
