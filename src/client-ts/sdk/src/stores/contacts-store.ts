import type { Contact } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

export type Contacts = ReadonlyMap<string, Contact>;

/** The person's contacts, requests and blocks, by user id. */
export class ContactsStore implements ReadonlyStore<Contacts> {
  readonly #contacts = new Store<Contacts>(new Map());

  get(): Contacts {
    return this.#contacts.get();
  }

  subscribe(listener: (contacts: Contacts) => void): () => void {
    return this.#contacts.subscribe(listener);
  }

  /** @internal One contact, as it is now; `removed` takes it away. */
  apply(contact: Contact): void {
    this.applyAll([contact]);
  }

  /** @internal */
  applyAll(contacts: readonly Contact[]): void {
    if (contacts.length === 0) return;
    const changed = new Map(this.get());
    for (const contact of contacts) {
      if (contact.status === 'removed') changed.delete(contact.user.id);
      else changed.set(contact.user.id, contact);
    }
    this.#contacts.set(changed);
  }

  /** @internal All there are; those in `kept` are known better already. */
  replace(contacts: readonly Contact[], kept: ReadonlySet<string>): void {
    const known = this.get();
    const all = contacts.filter(({ user, status }) => status !== 'removed' && !kept.has(user.id));
    const better = [...kept].map((id) => known.get(id)).filter((contact) => contact !== undefined);
    this.#contacts.set(new Map([...all, ...better].map((contact) => [contact.user.id, contact])));
  }

  /** @internal */
  clear(): void {
    this.#contacts.set(new Map());
  }
}
