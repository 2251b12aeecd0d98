import type { Message } from '../api/types.js';

/** Neighbouring messages that are held without a hole, first and last seq included. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * The messages held of one conversation. Each seq is held in its newest known version, also where its neighbours are
 * not loaded: else a page of history that was read before a change, but arrives after it, would bring back the old text.
 * For the same reason nothing is forgotten while a page is being read; 100,000 messages would take some 50 MB.
 */
export class MessageLog {
  readonly #messages = new Map<number, Message>();
  readonly #clientIds = new Set<string>();
  #newest = 0;
  #start = 1;
  #epoch = 0;

  /** How many are held. */
  get size(): number {
    return this.#messages.size;
  }

  /** The greatest seq held; 0 when there is none. */
  get newest(): number {
    return this.#newest;
  }

  /** The first seq that there is to load; more than 1 when the server shows nothing older. */
  get start(): number {
    return this.#start;
  }

  /** Changes at each {@link reset}: what was asked for before it may be older than what is known since. */
  get epoch(): number {
    return this.#epoch;
  }

  get(seq: number): Message | undefined {
    return this.#messages.get(seq);
  }

  hasFrom(senderId: string, clientMessageId: string): boolean {
    return this.#clientIds.has(clientKey(senderId, clientMessageId));
  }

  /** Takes the messages that are newer than what is held. @returns those. */
  upsert(messages: readonly Message[]): readonly Message[] {
    return messages.filter((message) => {
      const held = this.#messages.get(message.seq);
      if (held !== undefined && held.version >= message.version) return false;
      this.#put(message);
      return true;
    });
  }

  /** There is nothing older than this seq. */
  startsAt(seq: number): void {
    this.#start = Math.max(this.#start, seq);
  }

  /** Forgets what may have changed unseen up to `version`, and takes `messages` instead. @returns what was kept. */
  reset(version: number, messages: readonly Message[]): readonly Message[] {
    const kept = [...this.#messages.values()].filter((message) => message.version > version);
    this.#messages.clear();
    this.#clientIds.clear();
    this.#newest = 0;
    this.#start = 1;
    this.#epoch++;
    for (const message of kept) this.#put(message);
    this.upsert(messages);
    return kept;
  }

  /** Forgets all but the newest message and those that are to be kept. Never while a page of history is being read. */
  forget(isKept: (seq: number) => boolean): void {
    for (const [seq, { senderId, clientMessageId }] of this.#messages) {
      if (seq === this.#newest || isKept(seq)) continue;
      this.#messages.delete(seq);
      if (clientMessageId !== null) this.#clientIds.delete(clientKey(senderId, clientMessageId));
    }
  }

  /** The run around a seq that is held, up to so many messages to either side. */
  runAround(seq: number, most: number): Run {
    let from = seq;
    let to = seq;
    while (seq - from < most && this.#messages.has(from - 1)) from--;
    while (to - seq < most && this.#messages.has(to + 1)) to++;
    return { from, to };
  }

  /** The messages of a run, ascending. */
  slice(run: Run): readonly Message[] {
    const messages: Message[] = [];
    for (let seq = run.from; seq <= run.to; seq++) {
      const message = this.#messages.get(seq);
      if (message !== undefined) messages.push(message);
    }
    return messages;
  }

  #put(message: Message): void {
    this.#messages.set(message.seq, message);
    this.#newest = Math.max(this.#newest, message.seq);
    if (message.clientMessageId !== null) this.#clientIds.add(clientKey(message.senderId, message.clientMessageId));
  }
}

function clientKey(senderId: string, clientMessageId: string): string {
  return `${senderId}:${clientMessageId}`;
}
