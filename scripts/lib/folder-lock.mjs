import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { commandLine, isRunning } from './processes.mjs';
import { endProducts, isProductOn } from './product-process.mjs';

/**
 * Makes this process the only script on a data folder, and ends what one that was killed has left running.
 * The lock file holds the ids of the script and of the processes that it started.
 */
export async function lockFolder(folder) {
  const file = lockFile(folder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid}\n`);
  try {
    // A link appears at once and with its content, or fails because the name is taken.
    while (!link(draft, file)) await removeStale(file, folder);
  } finally {
    rmSync(draft, { force: true });
  }
  const started = [process.pid];
  return {
    record: (pid) => {
      started.push(pid);
      writeFileSync(draft, `${started.join('\n')}\n`);
      renameSync(draft, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Whether a script runs on the folder or was killed on it. */
export const isLocked = (folder) => existsSync(lockFile(folder));

/** The id of the script that runs on the folder, or null. */
export function scriptOn(folder) {
  if (!isLocked(folder)) return null;
  const [script] = readLock(lockFile(folder));
  return isRunning(script) && nameOf(script) ? script : null;
}

/** Which of the scripts that use a data folder the process is; undefined for anything else that has its id by now. */
const nameOf = (pid) => /\/scripts\/lib\/(up|test|backup|restore)\.mjs/.exec(commandLine(pid))?.[1];

const lockFile = (folder) => join(folder, 'script.pid');

function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The ids of a script and of what it started. */
const readLock = (file) => readFileSync(file, 'utf8').trim().split('\n').map(Number);

async function removeStale(file, folder) {
  const script = scriptOn(folder);
  if (script && script !== process.pid) {
    throw new Failure(`${folder} is in use by another scripts/${nameOf(script)} (process ${script}).\n` +
      'Stop that, or choose another folder with --data.');
  }
  const [, ...started] = readLock(file);
  await endProducts(started.filter((pid) => isProductOn(folder, pid)));
  rmSync(file, { force: true });
}
