import { ApiError } from '../api/errors.js';
import type { Logger } from '../platform/logger.js';

export interface CursorReporterDependencies {
  readonly report: (conversationId: string, seq: number) => Promise<unknown>;
  readonly logger: Logger;
}

/** While somebody scrolls, their cursor is reported once in this time (milliseconds). */
const debounce = 300;

/** What could not be told although there is a connection is told after this time (milliseconds), or when the server says. */
const patience = 5_000;

/**
 * Tells the server how far the person has read or received each conversation. Only the greatest seq of each is told,
 * one call at a time; what could not be told is told later, or by the next connection.
 */
export class CursorReporter {
  readonly #deps: CursorReporterDependencies;
  readonly #wanted = new Map<string, number>();
  readonly #told = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #connected = false;
  #telling = false;

  constructor(deps: CursorReporterDependencies) {
    this.#deps = deps;
  }

  /** What is not beyond what was told or is waiting changes nothing. */
  want(conversationId: string, seq: number): void {
    const known = Math.max(this.#wanted.get(conversationId) ?? 0, this.#told.get(conversationId) ?? 0);
    if (seq <= known) return;
    this.#wanted.set(conversationId, seq);
    this.#tellIn(debounce);
  }

  resume(): void {
    this.#connected = true;
    void this.#tell();
  }

  pause(): void {
    this.#connected = false;
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#connected = false;
    this.#wanted.clear();
    this.#told.clear();
  }

  #tellIn(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#tell();
    }, milliseconds);
  }

  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#tellOne(...next);
    } catch (error) {
      this.#deps.logger.debug(`A cursor was not reported: ${String(error)}`);
      const wait = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
      if (this.#connected) this.#tellIn(Math.max(wait, patience));
    } finally {
      this.#telling = false;
    }
  }

  #next(): [string, number] | undefined {
    return this.#connected ? this.#wanted.entries().next().value : undefined;
  }

  /** A refusal is final; anything else leaves the cursor waiting. */
  async #tellOne(conversationId: string, seq: number): Promise<void> {
    try {
      await this.#deps.report(conversationId, seq);
      // Another person may have signed in meanwhile.
      if (this.#wanted.has(conversationId)) this.#told.set(conversationId, seq);
    } catch (error) {
      if (!(error instanceof ApiError && error.permanent)) throw error;
    }
    if (this.#wanted.get(conversationId) === seq) this.#wanted.delete(conversationId);
  }
}
