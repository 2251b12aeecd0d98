import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { commandLine, isRunning } from './processes.mjs';
import { endServer, isServerOf } from './server.mjs';

/**
 * Makes this process the only script on a data folder, and ends the server of one that was killed.
 * The lock file holds the ids of the script and of its server.
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
  return {
    recordServer: (pid) => writeFileSync(file, `${process.pid}\n${pid}\n`),
    release: () => rmSync(file, { force: true }),
  };
}

/** Whether a script runs on the folder or was killed on it. */
export const isLocked = (folder) => existsSync(lockFile(folder));

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

async function removeStale(file, folder) {
  const [script, server] = readFileSync(file, 'utf8').split('\n').map(Number);
  const [, name] = /\/scripts\/lib\/(up|test|backup|restore)\.mjs/.exec(commandLine(script)) ?? [];
  if (script !== process.pid && isRunning(script) && name) {
    throw new Failure(`${folder} is in use by another scripts/${name} (process ${script}).\n` +
      'Stop that, or choose another folder with --data.');
  }
  if (server && isServerOf(folder, server)) await endServer(server);
  rmSync(file, { force: true });
}
