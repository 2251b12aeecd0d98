import type { Http } from './http.js';
import { all, pages } from './paging.js';
import type { Conversation, Member, SyncAnswer, SyncRequest } from './types.js';

export class ConversationsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The inbox in pages, newest activity first. */
  inbox(): AsyncGenerator<readonly Conversation[]> {
    return pages(this.#http, '/conversations');
  }

  get(conversationId: string): Promise<Conversation> {
    return this.#http.send({ method: 'GET', path: pathOf(conversationId) });
  }

  /** Gets or makes the 1-1 conversation with a user. */
  openDirect(userId: string): Promise<Conversation> {
    return this.#http.send({ method: 'POST', path: '/conversations/direct', body: { userId } });
  }

  update(conversationId: string, change: { readonly muted?: boolean }): Promise<Conversation> {
    return this.#http.send({ method: 'PATCH', path: pathOf(conversationId), body: change });
  }

  members(conversationId: string): Promise<readonly Member[]> {
    return all(this.#http, `${pathOf(conversationId)}/members`);
  }

  sync(request: SyncRequest, signal: AbortSignal): Promise<SyncAnswer> {
    return this.#http.send({ method: 'POST', path: '/sync', body: request, signal });
  }
}

export function pathOf(conversationId: string): string {
  return `/conversations/${encodeURIComponent(conversationId)}`;
}
