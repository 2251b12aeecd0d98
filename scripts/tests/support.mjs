import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { scriptsFolder } from '../lib/paths.mjs';
import { runningPostgres, stopPostgres } from '../lib/postgres.mjs';
import { query } from '../lib/postgres-query.mjs';
import { commandLine, isRunning, sendSignal, workingFolder } from '../lib/processes.mjs';

const folders = new Set();

/** An empty folder that only `owner` can read, below another such folder; what runs on it ends with the test. */
export function privateFolder(t, owner) {
  const parent = mkdtempSync(join(tmpdir(), 'orleanschat-scripts-'));
  const folder = join(parent, 'data');
  mkdirSync(folder, { mode: 0o700 });
  if (owner) for (const path of [parent, folder]) chownSync(path, owner.uid, owner.gid);
  folders.add(folder);
  t.after(() => clear(folder));
  return folder;
}

async function clear(folder) {
  await eventually(() => killAllOn(folder).length === 0, 'the processes to end');
  await stopPostgres(folder);
  rmSync(dirname(folder), { recursive: true, force: true });
  folders.delete(folder);
}

/** Kills everything on the folder and returns the ids of what it found. */
function killAllOn(folder) {
  return processesOn(folder).map((pid) => sendSignal(pid, 'SIGKILL') ?? pid);
}

// A test run that is stopped half-way leaves nothing either. The test runner sends SIGTERM, and does not wait.
process.on('SIGTERM', () => process.exit(143));
process.on('exit', () => {
  for (const folder of folders) {
    const server = runningPostgres(folder);
    for (let attempt = 0; attempt < 100 && killAllOn(folder).length > 0; attempt++);
    if (server) rmSync(socketDirOf(server.connectionString()), { recursive: true, force: true });
    rmSync(dirname(folder), { recursive: true, force: true, maxRetries: 10 });
  }
});

/** The ids of all processes that were started with this folder on their command line or work in it. */
export function processesOn(folder) {
  return processIds().filter((pid) => pid !== process.pid && isRunning(pid)
    && (commandLine(pid).includes(folder) || workingFolder(pid).startsWith(folder)));
}

const processIds = () => (existsSync('/proc/self')
  ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  : execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' }).trim().split(/\s+/)).map(Number);

/** Starts a script of ours; `as` runs it as another user. */
export function start(command, args, { as, env } = {}) {
  const child = spawn(command, args, { cwd: '/', env: { ...process.env, ...env }, ...as, stdio: ['ignore', 'pipe', 'pipe'] });
  const script = { pid: child.pid, output: '', exitCode: null };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (script.output += text));
  script.exited = once(child, 'close').then(([code, signal]) => (script.exitCode = code ?? signal));
  script.printed = async (pattern, milliseconds) => {
    await eventually(() => pattern.test(script.output) || script.exitCode !== null, `${pattern} in the output`, milliseconds);
    const match = pattern.exec(script.output);
    if (!match) throw new Error(`ended with ${script.exitCode} before it printed ${pattern}:\n${script.output}`);
    return match;
  };
  return script;
}

/** Runs a script of ours to its end. */
export async function finish(command, args, options) {
  const script = start(command, args, options);
  await script.exited;
  return script;
}

export const postgresCli = (...args) => [process.execPath, [join(scriptsFolder, 'lib/postgres-cli.mjs'), ...args]];

/** Runs SQL on the server whose connection string this is. */
export const sql = (connectionString, statement) =>
  query({ socketDir: socketDirOf(connectionString), database: 'orleanschat' }, statement);

export const socketDirOf = (connectionString) => /Host=([^;]+)/.exec(connectionString)[1];

/** Waits until something has happened; fails after a minute. */
export async function eventually(condition, what, milliseconds = 60_000) {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(5);
  }
}

export const entries = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
