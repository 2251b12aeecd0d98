import { mkdirSync, openSync, readFileSync, renameSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Opens a fresh log file, readable by its owner only, and returns its descriptor; the last run's log is kept as `file.1`. */
export function openLog(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last lines of a log, for an error message. */
export function endOf(file, count = 20) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return `The end of ${file}:\n\n${lines.slice(-count).join('\n')}`;
}
