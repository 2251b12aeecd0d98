import type { Contact } from '../api/types.js';
import { isLater } from './instants.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

export type Contacts = ReadonlyMap<string, Contact>;

/** The person's contacts, requests and blocks, by user id. */
export class ContactsStore implements ReadonlyStore<Contacts> {
  readonly #contacts = new Store<Contacts>(new Map());
  /** Since when each relation is as it is, also those that have ended. */
  readonly #times = new Map<string, string>();

  get(): Contacts {
    return this.#contacts.get();
  }

  subscribe(listener: (contacts: Contacts) => void): () => void {
    return this.#contacts.subscribe(listener);
  }

  /** @internal A push: one contact; `removed` takes it away. What a sync has told since the push was made is newer. */
  apply(contact: Contact): void {
    const known = this.#times.get(contact.user.id);
    if (known === undefined || isLater(contact.createdAt, known)) this.#take([contact]);
  }

  /** @internal What a sync tells; a push that came meanwhile may be newer. */
  applyAll(contacts: readonly Contact[]): void {
    this.#take(contacts.filter(({ user, createdAt }) => {
      const known = this.#times.get(user.id);
      return known === undefined || !isLater(known, createdAt);
    }));
  }

  /** @internal All there are; those in `kept` are known better already. */
  replace(contacts: readonly Contact[], kept: ReadonlySet<string>): void {
    const known = this.get();
    const all = contacts.filter(({ user, status }) => status !== 'removed' && !kept.has(user.id));
    const better = [...kept].map((id) => known.get(id)).filter((contact) => contact !== undefined);
    for (const { user, createdAt } of all) this.#times.set(user.id, createdAt);
    this.#contacts.set(new Map([...all, ...better].map((contact) => [contact.user.id, contact])));
  }

  /** @internal What an earlier client knew; all that comes is newer. */
  restore(contacts: readonly Contact[]): void {
    const missing = contacts.filter(({ user }) => !this.#times.has(user.id) && !this.get().has(user.id));
    if (missing.length > 0) this.#contacts.set(new Map([...this.get(), ...missing.map((one) => [one.user.id, one] as const)]));
  }

  /** @internal */
  clear(): void {
    this.#times.clear();
    this.#contacts.set(new Map());
  }

  #take(contacts: readonly Contact[]): void {
    if (contacts.length === 0) return;
    const changed = new Map(this.get());
    for (const contact of contacts) {
      this.#times.set(contact.user.id, contact.createdAt);
      if (contact.status === 'removed') changed.delete(contact.user.id);
      else changed.set(contact.user.id, contact);
    }
    this.#contacts.set(changed);
  }
}
