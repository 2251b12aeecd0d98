import { ApiError, fromHub } from '../api/errors.js';
import type { Ack, NewMessage } from '../api/types.js';
import type { Progress } from '../platform/upload.js';
import type { OutboxEntry } from './outbox-entry.js';
import type { NewPicture } from './outbox-storage.js';

export interface DeliveryDependencies {
  readonly send: (message: NewMessage) => Promise<Ack>;
  /** @returns the id of the uploaded image. */
  readonly upload: (picture: NewPicture, onProgress: Progress, signal: AbortSignal) => Promise<string>;
}

/** What comes of one try while it lasts. */
export interface DeliverySteps {
  /** 0 to 1 while a picture is uploaded, else null. */
  readonly progress: (progress: number | null) => void;
  /** Keeps the image's id, so that nobody uploads it again. */
  readonly uploaded: (imageId: string) => Promise<void>;
}

/** One try to bring a message to the server: its picture first, then the message that shows it. */
export class Delivery {
  readonly #deps: DeliveryDependencies;

  constructor(deps: DeliveryDependencies) {
    this.#deps = deps;
  }

  /** @throws ApiError */
  async deliver(entry: OutboxEntry, steps: DeliverySteps, signal: AbortSignal): Promise<Ack> {
    try {
      const { image, imageId } = entry;
      if (image === null) return await this.#send(entry, imageId);
      if (imageId === null) return await this.#send(entry, await this.#upload(image, steps, signal));
      try {
        return await this.#send(entry, imageId);
      } catch (error) {
        // The server keeps an image that nothing shows for a day; the message may have waited longer.
        if (!isOfImage(fromHub(error))) throw error;
        return await this.#send(entry, await this.#upload(image, steps, signal));
      }
    } catch (error) {
      throw fromHub(error);
    }
  }

  #send({ conversationId, clientMessageId, content, replyTo }: OutboxEntry, imageId: string | null): Promise<Ack> {
    const reply = replyTo === null ? {} : { replyTo };
    const image = imageId === null ? {} : { type: 'image' as const, imageId };
    return this.#deps.send({ conversationId, clientMessageId, content, ...reply, ...image });
  }

  async #upload(picture: NewPicture, steps: DeliverySteps, signal: AbortSignal): Promise<string> {
    await assertReadable(picture.blob);
    steps.progress(0);
    try {
      const onProgress: Progress = (sent, total) => {
        if (!signal.aborted) steps.progress(total === 0 ? 0 : Math.min(1, sent / total));
      };
      const imageId = await this.#deps.upload(picture, onProgress, signal);
      signal.throwIfAborted();
      await steps.uploaded(imageId);
      signal.throwIfAborted();
      return imageId;
    } finally {
      steps.progress(null);
    }
  }
}

/** Browsers may lose the file behind a stored blob; an upload of it would look like a lost network for ever. */
async function assertReadable(blob: Blob): Promise<void> {
  try {
    await blob.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw new ApiError('validation_failed', 'The picture can no longer be read. Choose it again.', { cause: error });
  }
}

/** The hub's refusals name no field, but their sentence says what they are about. */
function isOfImage({ code, detail }: ApiError): boolean {
  return (code === 'validation_failed' || code === 'not_found' || code === 'conflict') && /image/i.test(detail);
}
