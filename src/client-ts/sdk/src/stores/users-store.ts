import { ApiError } from '../api/errors.js';
import type { Presence, User } from '../api/types.js';
import type { Logger } from '../platform/logger.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** So many profiles are kept; beyond, those that were not seen for longest are forgotten, and loaded again where they are shown. */
const maxProfiles = 2_000;

/** The profiles seen lately, by user id; last those seen last. */
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
    const known = new Map(this.get());
    for (const user of users) {
      this.#old.delete(user.id);
      known.delete(user.id);
      known.set(user.id, user);
    }
    for (const id of [...known.keys()].slice(0, Math.max(0, known.size - maxProfiles))) {
      known.delete(id);
      this.#old.delete(id);
      this.#requested.delete(id);
    }
    this.#users.set(known);
  }

  /** @internal What an earlier client knew. */
  restore(users: readonly User[]): void {
    const missing = users.filter(({ id }) => !this.get().has(id));
    this.add(missing);
    for (const { id } of missing) if (this.get().has(id)) this.#old.add(id);
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
