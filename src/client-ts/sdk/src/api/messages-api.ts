import { pathOf } from './conversations-api.js';
import type { Http } from './http.js';
import type { History, Message } from './types.js';

/** Where a stretch of history lies; none of the three asks for the newest messages. */
export interface HistoryQuery {
  readonly before?: number;
  readonly after?: number;
  readonly around?: number;
  /** 1–200; 50 unless told. */
  readonly limit?: number;
}

export class MessagesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  history(conversationId: string, query: HistoryQuery): Promise<History> {
    return this.#http.send({ method: 'GET', path: `${pathOf(conversationId)}/messages`, query: { ...query } });
  }

  edit(conversationId: string, seq: number, content: string): Promise<Message> {
    return this.#http.send({ method: 'PATCH', path: `${pathOf(conversationId)}/messages/${seq}`, body: { content } });
  }

  delete(conversationId: string, seq: number): Promise<void> {
    return this.#http.send({ method: 'DELETE', path: `${pathOf(conversationId)}/messages/${seq}` });
  }
}
