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

  /** Loads a profile unless it is known or on its way. */
  request(userId: string): void {
    if (this.get().has(userId) || this.#requested.has(userId)) return;
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
    this.#users.update((known) => new Map([...known, ...users.map((user) => [user.id, user] as const)]));
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
    this.#users.set(new Map());
  }
}
