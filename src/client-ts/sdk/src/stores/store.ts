/** A value that can be watched. Values are immutable: a change is a new value. */
export interface ReadonlyStore<T> {
  get(): T;
  /** Calls the listener after every change, not now. @returns stops it. */
  subscribe(listener: (value: T) => void): () => void;
}

export class Store<T> implements ReadonlyStore<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
