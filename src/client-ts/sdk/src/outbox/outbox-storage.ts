/** A picture that is uploaded when its message is sent; `width` and `height` are its pixels, `fileName` is a label. */
export interface NewPicture {
  readonly blob: Blob;
  readonly fileName?: string;
  readonly width: number;
  readonly height: number;
}

/** A message that waits to be sent, as it is kept. */
export interface StoredEntry {
  readonly clientMessageId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly replyTo: number | null;
  /** Of the image once it is uploaded; missing in what older versions have stored. */
  readonly imageId?: string | null;
  /** Missing likewise. */
  readonly image?: NewPicture | null;
  /** When it was written, RFC 3339 UTC. */
  readonly createdAt: string;
  /** Ascending in the order of writing. */
  readonly order: number;
  /** Why the server refused it for good; null while it waits. */
  readonly failure: OutboxFailure | null;
}

export interface OutboxFailure {
  readonly code: string;
  /** A sentence for people. */
  readonly detail: string;
}

/** Keeps one user's unsent messages. Every write is durable when its promise resolves. */
export interface OutboxStorage {
  /** In the order of writing. */
  load(): Promise<readonly StoredEntry[]>;
  put(entry: StoredEntry): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
}

export function byOrder(left: { readonly order: number }, right: { readonly order: number }): number {
  return left.order - right.order;
}

export function memoryOutbox(): OutboxStorage {
  const entries = new Map<string, StoredEntry>();
  return {
    load: async () => [...entries.values()].sort(byOrder),
    put: async (entry) => {
      entries.set(entry.clientMessageId, entry);
    },
    remove: async (clientMessageId) => {
      entries.delete(clientMessageId);
    },
  };
}
