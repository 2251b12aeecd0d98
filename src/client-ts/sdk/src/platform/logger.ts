/** Where the client tells what it did; nothing personal and no token is ever passed. */
export interface Logger {
  debug(text: string): void;
  warn(text: string, error?: unknown): void;
}

export const silentLogger: Logger = { debug: () => {}, warn: () => {} };
