import type { Logger } from '../platform/logger.js';
import { CursorReporter } from './cursor-reporter.js';

type Report = (method: 'MarkRead' | 'MarkDelivered', cursor: { conversationId: string; seq: number }) => Promise<unknown>;

/** Tells the server how far the person has received and read each conversation. */
export class OwnCursors {
  readonly #read: CursorReporter;
  readonly #delivered: CursorReporter;

  constructor(report: Report, logger: Logger) {
    this.#read = new CursorReporter({ report: (conversationId, seq) => report('MarkRead', { conversationId, seq }), logger });
    this.#delivered = new CursorReporter({
      report: (conversationId, seq) => report('MarkDelivered', { conversationId, seq }),
      logger,
    });
  }

  read(conversationId: string, seq: number): void {
    this.#read.want(conversationId, seq);
  }

  delivered(conversationId: string, seq: number): void {
    this.#delivered.want(conversationId, seq);
  }

  resume(): void {
    this.#read.resume();
    this.#delivered.resume();
  }

  pause(): void {
    this.#read.pause();
    this.#delivered.pause();
  }

  clear(): void {
    this.#read.clear();
    this.#delivered.clear();
  }
}
