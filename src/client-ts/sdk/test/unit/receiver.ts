import { ApiError, networkError } from '../../src/api/errors.js';
import type { Ack, NewMessage } from '../../src/api/types.js';
import { Outbox } from '../../src/outbox/outbox.js';
import type { NewPicture, OutboxStorage } from '../../src/outbox/outbox-storage.js';
import { memoryOutbox } from '../../src/outbox/outbox-storage.js';
import { silentLogger } from '../../src/platform/logger.js';
import type { Tabs } from '../../src/platform/tabs.js';
import { soleTab } from '../../src/platform/tabs.js';
import type { Progress } from '../../src/platform/upload.js';

/** An upload under way. */
interface Upload {
  readonly picture: NewPicture;
  readonly progress: Progress;
  readonly fail: (error: Error) => void;
  readonly succeed: () => void;
}

/** Takes messages like the server: the same clientMessageId twice is one message. */
export class Receiver {
  readonly contents: string[] = [];
  readonly tries: string[] = [];
  /** As they were taken. */
  readonly sent: NewMessage[] = [];
  readonly #seqs = new Map<string, number>();
  /** What the next tries of a content meet before it is taken. */
  readonly refusals = new Map<string, ApiError[]>();
  /** Takes the message, then loses the answer. */
  readonly lostAnswers = new Set<string>();
  held: (() => void)[] | null = null;
  /** Images that are there to be shown. */
  readonly images = new Set<string>();
  readonly uploads: Upload[] = [];

  async take(message: NewMessage): Promise<Ack> {
    this.tries.push(message.content);
    if (this.held !== null) await new Promise<void>((resolve) => this.held?.push(resolve));
    const refusal = this.refusals.get(message.content)?.shift();
    if (refusal !== undefined) throw refusal;
    const duplicate = this.#seqs.has(message.clientMessageId);
    if (!duplicate && message.imageId !== undefined && !this.images.has(message.imageId))
      throw new ApiError('validation_failed', 'You have no such image. Upload it again.');
    if (!duplicate) {
      this.contents.push(message.content);
      this.sent.push(message);
      this.#seqs.set(message.clientMessageId, this.contents.length);
    }
    if (this.lostAnswers.delete(message.content)) throw networkError('connection closed');
    const seq = this.#seqs.get(message.clientMessageId) ?? 0;
    return { conversationId: message.conversationId, seq, version: seq, createdAt: '', duplicate };
  }

  /** Lasts until the test ends it. */
  upload(picture: NewPicture, onProgress: Progress, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const imageId = `i.${this.uploads.length + 1}`;
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      this.uploads.push({
        picture,
        progress: onProgress,
        fail: reject,
        succeed: () => {
          this.images.add(imageId);
          resolve(imageId);
        },
      });
    });
  }
}

export async function openOutbox(receiver: Receiver, storage: OutboxStorage = memoryOutbox(), tabs: Tabs = soleTab) {
  const outbox = new Outbox({
    send: (message) => receiver.take(message),
    upload: (picture, onProgress, signal) => receiver.upload(picture, onProgress, signal),
    acked: () => {},
    tabs,
    now: () => Date.now(),
    random: () => 1,
    logger: silentLogger,
  });
  await outbox.open('u.me', storage);
  outbox.resume();
  return outbox;
}

export const states = (outbox: Outbox) => outbox.entries.get().map((entry) => `${entry.content} ${entry.state}`);

/** Tabs with real mutual exclusion and messages, without a browser. */
export function twoTabs(): { tab: () => Tabs } {
  const tails = new Map<string, Promise<unknown>>();
  const listeners = new Map<object, Parameters<Tabs['listen']>[0]>();
  return {
    tab: () => {
      const self = {};
      return {
        exclusive: (name, work) => {
          const done = (tails.get(name) ?? Promise.resolve()).then(work);
          tails.set(name, done);
          return done;
        },
        post: (message) => {
          for (const [tab, listener] of listeners) if (tab !== self) listener(message);
        },
        listen: (listener) => {
          listeners.set(self, listener);
          return () => listeners.delete(self);
        },
      };
    },
  };
}
