import type { ContactsApi } from '../api/contacts-api.js';
import type { Contact, Suggestion, User } from '../api/types.js';

/**
 * What can be done about contacts. The server tells of every change by a push, and a sync makes up for a lost one; its
 * answers are not taken in, for they may be older than a push that came before them.
 */
export class People {
  readonly #api: ContactsApi;
  readonly #seen: (users: readonly User[]) => void;

  constructor(api: ContactsApi, seen: (users: readonly User[]) => void) {
    this.#api = api;
    this.#seen = seen;
  }

  /** Somebody who has asked the person becomes a contact at once. */
  ask(userId: string): Promise<Contact> {
    return this.#api.ask(userId);
  }

  accept(userId: string): Promise<Contact> {
    return this.#api.accept(userId);
  }

  decline(userId: string): Promise<void> {
    return this.#api.decline(userId);
  }

  /** Ends a contact, or takes back a request. */
  remove(userId: string): Promise<void> {
    return this.#api.remove(userId);
  }

  block(userId: string): Promise<Contact> {
    return this.#api.block(userId);
  }

  unblock(userId: string): Promise<void> {
    return this.#api.unblock(userId);
  }

  /** Friends of friends, most mutual contacts first. */
  async suggestions(): Promise<readonly Suggestion[]> {
    const suggestions = await this.#api.suggestions();
    this.#seen(suggestions.map(({ user }) => user));
    return suggestions;
  }
}
