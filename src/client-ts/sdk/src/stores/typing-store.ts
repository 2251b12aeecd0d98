import type { Typing } from '../api/types.js';
import type { ReadonlyStore } from './store.js';
import { Store } from './store.js';

/** Who is typing, by conversation id, in the order in which they began. */
export type TypingUsers = ReadonlyMap<string, readonly string[]>;

/** Somebody who was not heard of for this time (milliseconds) has stopped; the end itself may get lost. */
const lifetime = 6_000;

export class TypingStore implements ReadonlyStore<TypingUsers> {
  readonly #typing = new Store<TypingUsers>(new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  get(): TypingUsers {
    return this.#typing.get();
  }

  subscribe(listener: (typing: TypingUsers) => void): () => void {
    return this.#typing.subscribe(listener);
  }

  /** @internal */
  apply({ conversationId, userId, typing }: Typing): void {
    if (!typing) return this.stop(conversationId, userId);
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.stop(conversationId, userId), lifetime),
    );
    const users = this.get().get(conversationId) ?? [];
    if (!users.includes(userId)) this.#set(conversationId, [...users, userId]);
  }

  /** @internal They stopped, or what they wrote has come. */
  stop(conversationId: string, userId: string): void {
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const users = this.get().get(conversationId);
    if (users?.includes(userId) === true)
      this.#set(
        conversationId,
        users.filter((other) => other !== userId),
      );
  }

  /** @internal */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#typing.set(new Map());
  }

  #set(conversationId: string, users: readonly string[]): void {
    const changed = new Map(this.get());
    if (users.length === 0) changed.delete(conversationId);
    else changed.set(conversationId, users);
    this.#typing.set(changed);
  }
}
