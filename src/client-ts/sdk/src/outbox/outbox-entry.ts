import type { Ack } from '../api/types.js';
import { uuid } from '../platform/uuid.js';
import type { NewPicture, StoredEntry } from './outbox-storage.js';

/** `sent`: acknowledged, but the server's own copy has not come by yet. */
export type OutboxState = 'queued' | 'sending' | 'sent' | 'failed';

/** A message of the person that is not in the log yet. */
export interface OutboxEntry extends StoredEntry {
  readonly imageId: string | null;
  readonly image: NewPicture | null;
  readonly state: OutboxState;
  /** How much of the image is uploaded, 0 to 1; null while none is on its way. */
  readonly progress: number | null;
  readonly ack: Ack | null;
}

/** What comes with a message's text. */
export interface Attached {
  /** The seq of the message that it answers. */
  readonly replyTo?: number;
  /** Of an uploaded image. */
  readonly imageId?: string;
  /** To be uploaded before the message is sent. */
  readonly image?: NewPicture;
}

/** A message that was written just now. @param now Milliseconds since 1970. */
export function written(
  conversationId: string,
  content: string,
  { replyTo, imageId, image }: Attached,
  now: number,
  order: number,
): OutboxEntry {
  return takenUp({
    clientMessageId: uuid(),
    conversationId,
    content,
    replyTo: replyTo ?? null,
    imageId: imageId ?? null,
    image: image ?? null,
    createdAt: new Date(now).toISOString(),
    order,
    failure: null,
  });
}

/** What the storage holds waits or has failed: nobody is sending it just now. */
export function takenUp(stored: StoredEntry): OutboxEntry {
  const state = stored.failure === null ? 'queued' : 'failed';
  return { ...stored, imageId: stored.imageId ?? null, image: stored.image ?? null, state, progress: null, ack: null };
}

/** What is kept of an entry. */
export function kept({ state: _state, ack: _ack, progress: _progress, ...stored }: OutboxEntry): StoredEntry {
  return stored;
}

/** Another tab may have uploaded its image, failed with it, or tries it again. */
export function agreed(entry: OutboxEntry, stored: StoredEntry | undefined): OutboxEntry {
  if (stored === undefined || (entry.state !== 'queued' && entry.state !== 'failed')) return entry;
  const { imageId, failure, state } = takenUp(stored);
  return imageId === entry.imageId && state === entry.state ? entry : { ...entry, imageId, failure, state };
}
