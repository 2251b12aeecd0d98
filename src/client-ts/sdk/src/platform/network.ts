/** Tells whether the machine has a network at all; browsers know, so the web client supplies one. */
export interface NetworkStatus {
  readonly online: boolean;
  /** Calls the listener at every change. @returns stops it. */
  subscribe(listener: () => void): () => void;
}

export const alwaysOnline: NetworkStatus = { online: true, subscribe: () => () => {} };
