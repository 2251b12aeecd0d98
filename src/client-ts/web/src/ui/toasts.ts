import { createSignal } from 'solid-js';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A toast without an action goes by itself after this time (milliseconds). */
const lifetime = 5_000;

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let lastId = 0;

export { toasts };

/** Says something in passing, at the edge of the page and to screen readers. One with an action stays until it is taken or closed. */
export function toast(text: string, action?: Toast['action']): void {
  const id = ++lastId;
  setToasts((shown) => [...shown.filter((other) => other.text !== text), { id, text, ...(action ? { action } : {}) }]);
  if (action === undefined) setTimeout(() => dismissToast(id), lifetime);
}

export function dismissToast(id: number): void {
  setToasts((shown) => shown.filter((other) => other.id !== id));
}
