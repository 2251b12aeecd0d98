import type { Http } from './http.js';
import { all, pages } from './paging.js';
import { to } from './routes.js';
import type { Conversation, Member, SyncAnswer, SyncRequest } from './types.js';

export class ConversationsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The inbox in pages, newest activity first. */
  inbox(): AsyncGenerator<readonly Conversation[]> {
    return pages(this.#http, (query) => to('GET /conversations', { query }));
  }

  get(id: string): Promise<Conversation> {
    return this.#http.send(to('GET /conversations/{id}', { path: { id } }));
  }

  /** Gets or makes the 1-1 conversation with a user. */
  openDirect(userId: string): Promise<Conversation> {
    return this.#http.send(to('POST /conversations/direct', { body: { userId } }));
  }

  update(id: string, change: { readonly muted?: boolean }): Promise<Conversation> {
    return this.#http.send(to('PATCH /conversations/{id}', { path: { id }, body: change }));
  }

  members(id: string): Promise<readonly Member[]> {
    return all(this.#http, (query) => to('GET /conversations/{id}/members', { path: { id }, query }));
  }

  sync(request: SyncRequest, signal: AbortSignal): Promise<SyncAnswer> {
    return this.#http.send<SyncAnswer>(to('POST /sync', { body: request, signal }));
  }
}
