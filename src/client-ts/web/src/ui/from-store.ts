import type { ReadonlyStore } from '@orleanschat/sdk';
import type { Accessor } from 'solid-js';
import { createMemo, createSignal, onCleanup } from 'solid-js';

/** A store's value as a signal. Which store it is may depend on signals too. */
export function fromStore<T>(source: () => ReadonlyStore<T>): Accessor<T> {
  const watched = createMemo(() => {
    const store = source();
    const [value, setValue] = createSignal(store.get());
    onCleanup(store.subscribe((next) => setValue(() => next)));
    return value;
  });
  return () => watched()();
}
