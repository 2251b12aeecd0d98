import type { Http } from './http.js';
import { to } from './routes.js';
import type { EarlierText, History, Message } from './types.js';

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

  history(id: string, query: HistoryQuery): Promise<History> {
    return this.#http.send(to('GET /conversations/{id}/messages', { path: { id }, query }));
  }

  edit(id: string, seq: number, content: string): Promise<Message> {
    return this.#http.send(to('PATCH /conversations/{id}/messages/{seq}', { path: { id, seq }, body: { content } }));
  }

  delete(id: string, seq: number): Promise<void> {
    return this.#http.send(to('DELETE /conversations/{id}/messages/{seq}', { path: { id, seq } }));
  }

  /** Oldest first. */
  async earlierTexts(id: string, seq: number): Promise<readonly EarlierText[]> {
    return (await this.#http.send(to('GET /conversations/{id}/messages/{seq}/history', { path: { id, seq } }))).items;
  }

  /** @param reaction One emoji. */
  react(id: string, seq: number, reaction: string, on: boolean): Promise<Message> {
    const path = { id, seq, reaction };
    return this.#http.send(
      on
        ? to('PUT /conversations/{id}/messages/{seq}/reactions/{reaction}', { path })
        : to('DELETE /conversations/{id}/messages/{seq}/reactions/{reaction}', { path }),
    );
  }

  pin(id: string, seq: number): Promise<void> {
    return this.#http.send(to('PUT /conversations/{id}/pins/{seq}', { path: { id, seq } }));
  }

  unpin(id: string, seq: number): Promise<void> {
    return this.#http.send(to('DELETE /conversations/{id}/pins/{seq}', { path: { id, seq } }));
  }
}
