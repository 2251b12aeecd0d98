import type { Logger } from '../platform/logger.js';

export interface TypingReporterDependencies {
  readonly report: (conversationId: string, typing: boolean) => Promise<unknown>;
  readonly now: () => number;
  readonly logger: Logger;
}

/** Somebody who goes on typing says so again after this time (milliseconds): others forget it after twice as long. */
const interval = 3_000;

/** Tells the others that the person types, but not with every key. What is not told is not made up for. */
export class TypingReporter {
  readonly #deps: TypingReporterDependencies;
  /** When it was last told, by conversation. */
  readonly #told = new Map<string, number>();

  constructor(deps: TypingReporterDependencies) {
    this.#deps = deps;
  }

  /** With every key, and with false when the text is sent or given up. */
  set(conversationId: string, typing: boolean): void {
    const told = this.#told.get(conversationId);
    const now = this.#deps.now();
    if (typing ? told !== undefined && now - told < interval : told === undefined) return;
    if (typing) this.#told.set(conversationId, now);
    else this.#told.delete(conversationId);
    this.#deps.report(conversationId, typing).catch((error: unknown) => {
      this.#deps.logger.debug(`Typing was not told: ${String(error)}`);
    });
  }

  clear(): void {
    this.#told.clear();
  }
}
