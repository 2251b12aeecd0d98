import { accessSync, constants as access } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, usageError } from './failure.mjs';

/**
 * Runs a script to its end; what it resolves to is the exit code. SIGINT, SIGTERM and SIGHUP abort the signal `stop`: the
 * script then ends what it has started and returns or throws. A second one aborts `hurry`.
 */
export async function main(script) {
  const stop = new AbortController();
  const hurry = new AbortController();
  let received = null;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (received) hurry.abort();
      received ??= name;
      stop.abort();
    });
  }
  // Whoever reads the output may leave (`| head`): that must not end the script half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  try {
    process.exitCode = await script(stop.signal, hurry.signal) ?? 0;
  } catch (error) {
    if (received && error.name === 'AbortError') {
      process.exitCode = 128 + constants.signals[received];
    } else {
      console.error(error instanceof Failure ? error.message : error);
      process.exitCode = error.exitCode ?? 1;
    }
  }
}

/** The command line's `{ values, positionals }`; anything unknown or malformed is a usage error. */
export function parseOptions(options, usage) {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw usageError(error.message.split('. To specify')[0], usage);
  }
}

/** The path of a file to be written in the end; a Failure when its folder does not take it: said before the run, not after it. */
export function writable(file) {
  try {
    accessSync(dirname(file), access.W_OK);
  } catch (error) {
    throw new Failure(`${file} cannot be written (${error.code}). Choose another with --json.`, 2);
  }
  return file;
}
