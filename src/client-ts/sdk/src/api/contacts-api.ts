import type { Http } from './http.js';
import { all } from './paging.js';
import { to } from './routes.js';
import type { Contact, Suggestion } from './types.js';

export class ContactsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(): Promise<readonly Contact[]> {
    return all(this.#http, (query) => to('GET /contacts', { query }));
  }

  /** Somebody who has asked the person becomes a contact at once. */
  ask(userId: string): Promise<Contact> {
    return this.#http.send(to('POST /contacts', { body: { userId } }));
  }

  accept(userId: string): Promise<Contact> {
    return this.#http.send(to('POST /contacts/{userId}/accept', { path: { userId } }));
  }

  decline(userId: string): Promise<void> {
    return this.#http.send(to('POST /contacts/{userId}/decline', { path: { userId } }));
  }

  /** Ends a contact, or takes back a request. */
  remove(userId: string): Promise<void> {
    return this.#http.send(to('DELETE /contacts/{userId}', { path: { userId } }));
  }

  block(userId: string): Promise<Contact> {
    return this.#http.send(to('PUT /contacts/{userId}/block', { path: { userId } }));
  }

  unblock(userId: string): Promise<void> {
    return this.#http.send(to('DELETE /contacts/{userId}/block', { path: { userId } }));
  }

  /** Friends of friends, most mutual contacts first. */
  async suggestions(): Promise<readonly Suggestion[]> {
    return (await this.#http.send(to('GET /contacts/suggestions'))).items;
  }
}
