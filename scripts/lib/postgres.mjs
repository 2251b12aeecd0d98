import { spawn } from 'node:child_process';
import {
  closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, realpathSync, renameSync,
  rmSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { endOf, openLog } from './logs.mjs';
import { accountFor, give, launch, postgresBinaries } from './postgres-launch.mjs';
import { query } from './postgres-query.mjs';
import { commandLine, endProcess, isRunning, run, workingFolder } from './processes.mjs';

const databaseName = 'orleanschat';
const majorVersion = '18';
const initdbOptions = [
  '--username=postgres', '--auth-local=trust', '--auth-host=reject', '--set=timezone=UTC', '--set=log_timezone=UTC',
  '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
];
const serverSettings = { listen_addresses: '', port: 5432, shared_buffers: '128MB' };
// Fast shutdown, immediate shutdown, and what cannot be refused.
const shutdown = [['SIGINT', 60_000], ['SIGQUIT', 10_000], ['SIGKILL', 10_000]];
const startAttempts = 50;
// Short, because the path of a Unix socket may have 103 characters (macOS) or 107 (Linux).
const socketDirPrefix = '/tmp/orleanschat-pg-';

/**
 * Starts the private PostgreSQL whose data is in `folder`/postgres, made on first use, and resolves when it answers.
 * It listens on a Unix socket in a private temporary folder only, so no port can be taken and nobody else can connect.
 * A server left over by a killed script is stopped first. When `signal` aborts, nothing is left running.
 *
 * Resolves to `{ pid, connectionString(database), exited, stop(hurry), leaveRunning() }`: `exited` resolves when the
 * server has ended for whatever reason; `stop` shuts it down, faster once the AbortSignal `hurry` aborts; after
 * `leaveRunning` this process may end before it.
 */
export async function startPostgres({ folder, signal, maxConnections = 200 }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root = realpathSync(folder);
  const cluster = join(root, 'postgres');
  const logFile = join(root, 'logs', 'postgres.log');
  const binaries = await postgresBinaries();
  await stopPostgres(folder);
  await createCluster(root, cluster, binaries, signal);
  for (let attempt = 1; ; attempt++) {
    const server = spawnServer(cluster, logFile, binaries, maxConnections);
    try {
      await ready(server, signal);
      return server;
    } catch (error) {
      await server.stop();
      // Workers of a killed server need a moment to notice, and PostgreSQL does not start beside them.
      const isTooEarly = /pre-existing shared memory block/.test(endOf(logFile));
      if (!isTooEarly || attempt === startAttempts) throw error;
      await delay(200, undefined, { signal });
    }
  }
}

/** Stops the PostgreSQL running on `folder`/postgres, whoever started it; resolves to false when none runs. */
export async function stopPostgres(folder, hurry) {
  const cluster = join(folder, 'postgres');
  const left = readLockFile(cluster);
  if (!left) return false;
  const running = isOurs(left.pid, cluster);
  if (running) await endProcess(left.pid, shutdown, hurry);
  removeSocketDir(left.socketDir);
  return running;
}

/** The PostgreSQL that runs on `folder`/postgres as `{ pid, connectionString }`, or null. */
export function runningPostgres(folder) {
  const cluster = join(folder, 'postgres');
  const lock = readLockFile(cluster);
  return lock && isOurs(lock.pid, cluster) ? { pid: lock.pid, connectionString: connectionTo(lock.socketDir) } : null;
}

/** A connection string for Npgsql, as the superuser. */
function connectionTo(socketDir) {
  return (database = databaseName) => `Host=${socketDir};Username=postgres;Database=${database}`;
}

async function createCluster(root, cluster, { initdb }, signal) {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith('postgres.init-')))
    rmSync(join(root, name), { recursive: true, force: true, maxRetries: 5 });
  if (existsSync(cluster) && readdirSync(cluster).length > 0) return checkVersion(cluster);

  // Made under another name: a folder called postgres is always complete.
  const account = accountFor(cluster);
  const draft = mkdtempSync(join(root, 'postgres.init-'));
  try {
    give(draft, account);
    const { command, args, options } = launch(account, initdb, ['--pgdata', draft, ...initdbOptions], draft);
    const { code, output } = await run(command, args, { ...options, signal });
    if (code !== 0) throw new Failure(`initdb could not make a PostgreSQL database in ${root}:\n${output}`);
    renameSync(draft, cluster);
    syncFolder(root);
  } finally {
    rmSync(draft, { recursive: true, force: true, maxRetries: 5 });
  }
}

function checkVersion(cluster) {
  const file = join(cluster, 'PG_VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (version === null)
    throw new Failure(`${cluster} is not a PostgreSQL data folder. Move it away, or choose another folder with --data.`);
  if (version !== majorVersion)
    throw new Failure(`${cluster} was made by PostgreSQL ${version}; this is PostgreSQL ${majorVersion}.`);
}

function spawnServer(cluster, logFile, { postgres }, maxConnections) {
  const account = accountFor(cluster);
  disownLockFile(cluster);
  const socketDir = mkdtempSync(socketDirPrefix);
  give(socketDir, account);
  const settings = { ...serverSettings, max_connections: maxConnections, unix_socket_directories: socketDir };
  const settingOptions = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const { command, args, options } = launch(account, postgres, ['-D', cluster, ...settingOptions], cluster);
  const log = openLog(logFile);
  // A group of its own: Ctrl-C in the terminal must not stop it before the server.
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  return {
    pid: child.pid,
    logFile,
    socketDir,
    exited,
    connectionString: connectionTo(socketDir),
    leaveRunning: () => child.unref(),
    async stop(hurry) {
      await endProcess(child.pid, shutdown, hurry);
      removeSocketDir(socketDir);
    },
  };
}

/** Resolves when the server answers and has the database; rejects when it ends before or `signal` aborts. */
async function ready(server, signal) {
  let ended = false;
  server.exited.then(() => (ended = true));
  for (;;) {
    signal?.throwIfAborted();
    if (ended) throw new Failure(`PostgreSQL did not start. ${endOf(server.logFile)}`);
    try {
      const found = await query(server, `SELECT 1 FROM pg_database WHERE datname = '${databaseName}'`);
      if (found.length === 0) await query(server, `CREATE DATABASE ${databaseName}`);
      return;
    } catch (error) {
      if (!isStillStarting(error)) throw error;
      await delay(20);
    }
  }
}

/** No socket yet, nobody listening on it yet, or "the database system is starting up". */
function isStillStarting({ code, sqlState }) {
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code) || sqlState === '57P03';
}

/** Process id (line 1) and socket folder (line 5) of the server that runs, or was killed, on this cluster; or null. */
function readLockFile(cluster) {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), socketDir: lines[4] ?? '' };
}

/** Whether the process is the server of this cluster: after a kill -9 its id may belong to any other process. */
function isOurs(pid, cluster) {
  if (!isRunning(pid) || !/postgres/.test(commandLine(pid))) return false;
  const path = realpathSync(cluster);
  return commandLine(pid).includes(`-D ${path}`) || workingFolder(pid) === path;
}

/**
 * Puts this process's id into a lock file left by a killed server: PostgreSQL takes its parent's id for stale, where it
 * would yield to whatever process has the old id by now. The file is kept because PostgreSQL also reads from it whether
 * workers of the killed server are still using the data.
 */
function disownLockFile(cluster) {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [process.pid, ...rest].join('\n'));
}

/** The name comes from a file that PostgreSQL's account may write: nothing else than a socket folder is removed. */
function removeSocketDir(socketDir) {
  const isSocketDir = socketDir.startsWith(socketDirPrefix) && /^\w{6}$/.test(socketDir.slice(socketDirPrefix.length));
  if (isSocketDir) rmSync(socketDir, { recursive: true, force: true });
}

function syncFolder(folder) {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
