/** A failure the reader can act on: its message is shown as it is, without a stack trace. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command line is wrong: says how, then how it is used. */
export const usageError = (message, usage) => new Failure(`${message}\n\n${usage}`, 2);
