import type { Presence, User } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** Whether somebody is here, and when last. */
export type PresenceOf = Pick<Presence, 'online' | 'lastSeenAt'>;

/** Who of the contacts and direct peers is online, by user id; nobody is until a new connection was told. */
export class PresenceStore implements ReadonlyStore<ReadonlyMap<string, PresenceOf>> {
  readonly #presence = new Store<ReadonlyMap<string, PresenceOf>>(new Map());
  /** Whom pushes of the present connection told of: profiles may be older. */
  readonly #pushed = new Set<string>();

  get(): ReadonlyMap<string, PresenceOf> {
    return this.#presence.get();
  }

  subscribe(listener: (presence: ReadonlyMap<string, PresenceOf>) => void): () => void {
    return this.#presence.subscribe(listener);
  }

  /** @internal */
  apply({ userId, online, lastSeenAt }: Presence): void {
    this.#pushed.add(userId);
    this.#presence.update((known) => new Map(known).set(userId, { online, lastSeenAt }));
  }

  /** @internal What profiles tell of those that no push told of. */
  see(users: readonly User[]): void {
    const known = this.get();
    const news = users.filter(({ id, online }) => !this.#pushed.has(id) && (online !== null || known.has(id)));
    if (news.length === 0) return;
    const changed = new Map(known);
    for (const { id, online, lastSeenAt } of news) {
      if (online === null) changed.delete(id);
      else changed.set(id, { online, lastSeenAt });
    }
    this.#presence.set(changed);
  }

  /** @internal A new connection: the server tells it who is here, and of nobody else. */
  reset(): void {
    this.#pushed.clear();
    this.#presence.update((known) => new Map([...known].map(([id, presence]) => [id, { ...presence, online: false }])));
  }

  /** @internal Another person signs in. */
  clear(): void {
    this.#pushed.clear();
    this.#presence.set(new Map());
  }
}
