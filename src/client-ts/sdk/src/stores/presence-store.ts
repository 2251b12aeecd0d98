import type { Presence, User } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** Whether somebody is here, and when last. */
export type PresenceOf = Pick<Presence, 'online' | 'lastSeenAt'>;

/** Who of the contacts and direct peers is online, by user id; nobody is while there is no connection. */
export class PresenceStore implements ReadonlyStore<ReadonlyMap<string, PresenceOf>> {
  readonly #presence = new Store<ReadonlyMap<string, PresenceOf>>(new Map());

  get(): ReadonlyMap<string, PresenceOf> {
    return this.#presence.get();
  }

  subscribe(listener: (presence: ReadonlyMap<string, PresenceOf>) => void): () => void {
    return this.#presence.subscribe(listener);
  }

  /** @internal */
  apply({ userId, online, lastSeenAt }: Presence): void {
    this.#presence.update((known) => new Map(known).set(userId, { online, lastSeenAt }));
  }

  /** @internal What profiles tell of those that no push told of. */
  see(users: readonly User[]): void {
    const known = this.get();
    const news = users.filter((user) => user.online !== null && !known.has(user.id));
    if (news.length === 0) return;
    const added = news.map(({ id, online, lastSeenAt }) => [id, { online: online === true, lastSeenAt }] as const);
    this.#presence.set(new Map([...known, ...added]));
  }

  /** @internal What was known may have changed unseen. */
  clear(): void {
    this.#presence.set(new Map());
  }
}
