import type { ContactsApi } from '../api/contacts-api.js';
import type { Suggestion, User } from '../api/types.js';
import type { ContactsStore } from '../stores/contacts-store.js';

/** What can be done about contacts. The server tells of every change by a push, and a sync makes up for a lost one. */
export class People {
  readonly #api: ContactsApi;
  readonly #contacts: ContactsStore;
  readonly #seen: (users: readonly User[]) => void;

  constructor(api: ContactsApi, contacts: ContactsStore, seen: (users: readonly User[]) => void) {
    this.#api = api;
    this.#contacts = contacts;
    this.#seen = seen;
  }

  /** Somebody who has asked the person becomes a contact at once. */
  async ask(userId: string): Promise<void> {
    const contact = await this.#api.ask(userId);
    this.#seen([contact.user]);
    this.#contacts.apply(contact);
  }

  accept(userId: string): Promise<void> {
    return this.#api.accept(userId);
  }

  decline(userId: string): Promise<void> {
    return this.#api.decline(userId);
  }

  /** Ends a contact, or takes back a request. */
  remove(userId: string): Promise<void> {
    return this.#api.remove(userId);
  }

  block(userId: string): Promise<void> {
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
