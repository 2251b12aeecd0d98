import { spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { endOf, openLog } from './logs.mjs';
import { serverBinary, webRoot } from './paths.mjs';
import { commandLine, endProcess, isRunning } from './processes.mjs';

const shutdown = [['SIGTERM', 30_000], ['SIGKILL', 10_000]];
const startTimeoutMilliseconds = 120_000;

/**
 * Starts the built server on 127.0.0.1 and resolves when it is ready; port 0 lets the system choose.
 * Resolves to `{ pid, url, logFile, exited, stop(hurry) }`. When `signal` aborts, nothing is left running.
 */
export async function startServer({ runtime, database, folder, port, env = {}, onStarted, signal }) {
  const binary = serverBinary(runtime);
  const logFile = join(folder, 'logs', 'server.log');
  const log = openLog(logFile);
  // A group of its own: Ctrl-C in the terminal reaches the script alone, which stops one part after the other.
  const child = spawn('dotnet', [binary, '--urls', `http://127.0.0.1:${port}`, '--Chat:DataFolder', folder], {
    cwd: dirname(binary),
    env: { ...process.env, Chat__Database: database, Chat__WebRoot: webRoot, ...env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const server = { pid: child.pid, logFile, exited, stop: (hurry) => endProcess(child.pid, shutdown, hurry) };
  try {
    onStarted?.(child.pid);
    server.url = await ready(server, port, signal);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Whether the process is a server on this data folder, and not one that has its id by now. */
export const isServerOf = (folder, pid) =>
  isRunning(pid) && /OrleansChat\.Standalone\.dll/.test(commandLine(pid)) && commandLine(pid).endsWith(` ${folder}`);

/** Ends a server that a killed script has left. */
export const endServer = (pid, hurry) => endProcess(pid, shutdown, hurry);

/** Resolves to the server's address once its health check says it is ready. */
async function ready({ exited, logFile }, port, signal) {
  let ended = false;
  exited.then(() => (ended = true));
  const deadline = performance.now() + startTimeoutMilliseconds;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    if (ended) throw new Failure(`The server did not start. ${reasonIn(logFile) ?? endOf(logFile)}`);
    const url = port === 0 ? listeningAddress(logFile) : `http://127.0.0.1:${port}`;
    if (url && await isReady(url)) return url;
    await delay(50);
  }
  throw new Failure(`The server was not ready after ${startTimeoutMilliseconds / 1000} s. ${endOf(logFile)}`);
}

/** What the server itself said last of why it could not start. */
function reasonIn(logFile) {
  const reason = /^orleanschat could not start: (.+)$/m.exec(readFileSync(logFile, 'utf8'))?.[1];
  return reason && `${reason}\n(log: ${logFile})`;
}

const listeningAddress = (logFile) => /Now listening on: (http:\/\/\S+)/.exec(readFileSync(logFile, 'utf8'))?.[1];

async function isReady(url) {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
