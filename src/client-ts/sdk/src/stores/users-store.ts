import { ApiError } from '../api/errors.js';
import type { Presence, User } from '../api/types.js';
import type { Logger } from '../platform/logger.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** The profiles seen so far, by user id. */
export class UsersStore implements ReadonlyStore<ReadonlyMap<string, User>> {
  readonly #users = new Store<ReadonlyMap<string, User>>(new Map());
  /** Asked for, or known not to exist. */
  readonly #requested = new Set<string>();
  /** Known from an earlier client. */
  readonly #old = new Set<string>();
  readonly #load: (userId: string) => Promise<User>;
  readonly #logger: Logger;

  constructor(load: (userId: string) => Promise<User>, logger: Logger) {
    this.#load = load;
    this.#logger = logger;
  }

  get(): ReadonlyMap<string, User> {
    return this.#users.get();
  }

  subscribe(listener: (users: ReadonlyMap<string, User>) => void): () => void {
    return this.#users.subscribe(listener);
  }

  /** Loads a profile unless it is known or on its way; one that an earlier client knew is shown meanwhile. */
  request(userId: string): void {
    const isKnown = this.get().has(userId) && !this.#old.has(userId);
    if (isKnown || this.#requested.has(userId)) return;
    this.#requested.add(userId);
    this.#load(userId).then(
      (user) => this.add([user]),
      (error: unknown) => {
        if (!(error instanceof ApiError && error.permanent)) this.#requested.delete(userId);
        this.#logger.debug(`No profile of ${userId}: ${String(error)}`);
      },
    );
  }

  /** @internal */
  add(users: readonly User[]): void {
    if (users.length === 0) return;
    for (const { id } of users) this.#old.delete(id);
    this.#users.update((known) => new Map([...known, ...users.map((user) => [user.id, user] as const)]));
  }

  /** @internal What an earlier client knew. */
  restore(users: readonly User[]): void {
    const missing = users.filter(({ id }) => !this.get().has(id));
    this.add(missing);
    for (const { id } of missing) this.#old.add(id);
  }

  /** @internal */
  setPresence({ userId, online, lastSeenAt }: Presence): void {
    const user = this.get().get(userId);
    if (user !== undefined) this.add([{ ...user, online, lastSeenAt }]);
  }

  /** @internal A new connection: the server tells it who is here, and of nobody else. */
  resetPresence(): void {
    this.add([...this.get().values()].filter(({ online }) => online === true).map((user) => ({ ...user, online: false })));
  }

  /** @internal */
  clear(): void {
    this.#requested.clear();
    this.#old.clear();
    this.#users.set(new Map());
  }
}
