import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dotnetEnvironment } from './dotnet.mjs';
import { Failure } from './failure.mjs';
import { lockFolder } from './folder-lock.mjs';
import { binaryOf, root } from './paths.mjs';
import { runningPostgres, startPostgres } from './postgres.mjs';
import { endProcess } from './processes.mjs';

// It takes back what it has begun.
const shutdown = [['SIGTERM', 30_000], ['SIGKILL', 10_000]];

/** Runs the tool (src/Backup) with the terminal's streams; resolves to its exit code. Ends it when `signal` aborts. */
export async function runTool(runtime, [command, options], { database, source, env = {}, signal }) {
  signal.throwIfAborted();
  const args = Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('dotnet', [binaryOf('Backup', runtime), command, ...args], {
    env: {
      ...dotnetEnvironment(runtime), ...env,
      Chat__Database: database, ...(source ? { Chat__SourceDatabase: source } : {}),
    },
    // A group of its own: Ctrl-C reaches this script, which ends it.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let ending;
  const end = () => (ending = endProcess(child.pid, shutdown));
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code] = await once(child, 'close');
    await ending;
    signal.throwIfAborted();
    return code ?? 1;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/**
 * Gives `use` a connection string of the database to read: CHAT_DATABASE, or the private PostgreSQL of the data folder,
 * which is started for this alone when it does not run.
 */
export async function withDatabaseOf(folder, { signal, say }, use) {
  if (process.env.CHAT_DATABASE) return use(process.env.CHAT_DATABASE);
  const data = existingFolder(folder);
  const running = runningPostgres(data);
  if (running) return use(running.connectionString());
  if (!existsSync(join(data, 'postgres')))
    throw new Failure(`There is no PostgreSQL in ${data}. Name the folder of scripts/up with --data, or set CHAT_DATABASE.`);
  return withOwnPostgres(data, { signal, say }, use);
}

/** Starts the private PostgreSQL of a folder, alone on it, for as long as `use` takes. */
export async function withOwnPostgres(folder, { signal, say }, use) {
  const lock = await lockFolder(folder);
  let postgres;
  try {
    say?.(`Starting PostgreSQL on ${folder}`);
    postgres = await startPostgres({ folder, signal });
    return await use(postgres.connectionString(), lock);
  } finally {
    await postgres?.stop();
    lock.release();
  }
}

export const folderOf = (option) => (option === undefined ? join(root, '.data') : resolve(option));

function existingFolder(folder) {
  if (!existsSync(folder)) throw new Failure(`There is no folder ${folder}. Name the data folder of scripts/up with --data.`);
  return realpathSync(folder);
}
