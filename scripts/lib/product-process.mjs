import { spawn } from 'node:child_process';
import { closeSync, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.mjs';
import { endOf, openLog } from './logs.mjs';
import { webRoot } from './paths.mjs';
import { commandLine, endProcess, isRunning } from './processes.mjs';

// A front-end hands its connections over within 30 s.
const shutdown = [['SIGTERM', 40_000], ['SIGKILL', 10_000]];
const startTimeoutMilliseconds = 120_000;

/**
 * Starts a built process of the product on a data folder, its output going to `logFile`.
 * Returns `{ pid, logFile, exited, stop(hurry) }`; `exited` resolves to `{ code, signal }`, whatever ended it.
 */
export function spawnProduct({ binary, args = [], env, folder, logFile }) {
  const log = openLog(logFile);
  // A group of its own: Ctrl-C in the terminal reaches the script alone, which stops one part after the other.
  const child = spawn('dotnet', [binary, ...args, '--Chat:DataFolder', folder], {
    cwd: dirname(binary),
    env: { ...process.env, Chat__WebRoot: webRoot, ...env },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal })).once('error', () => resolve({ code: 127, signal: null }));
  });
  return { pid: child.pid, logFile, exited, stop: (hurry) => endProcess(child.pid, shutdown, hurry) };
}

/** Resolves to what `ready` answers once that is neither null nor false; `name` begins the sentence when it ends before. */
export async function whenReady({ exited, logFile }, name, ready, signal) {
  let ended = false;
  exited.then(() => (ended = true));
  const deadline = performance.now() + startTimeoutMilliseconds;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    if (ended) throw new Failure(`${name} did not start. ${reasonIn(logFile) ?? endOf(logFile)}`);
    const answer = await ready();
    if (answer) return answer;
    await delay(50);
  }
  throw new Failure(`${name} was not ready after ${startTimeoutMilliseconds / 1000} s. ${endOf(logFile)}`);
}

/** Where a process says that it listens, or undefined. */
export const listeningAddress = (logFile) => /Now listening on: (http:\/\/\S+)/.exec(contentOf(logFile))?.[1];

/** Whether a process without an address of its own says that it has started. */
export const hasStarted = (logFile) => /Application started\./.test(contentOf(logFile));

/** Whether the address answers a request for its health with success. */
export async function isHealthy(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** Whether the process is one of the product on this data folder, and not one that has its id by now. */
export const isProductOn = (folder, pid) => isRunning(pid)
  && /OrleansChat\.(Standalone|Silo|WebFrontend|LoadBalancer)\.dll/.test(commandLine(pid)) && commandLine(pid).endsWith(` ${folder}`);

/** Ends processes that a killed script has left: silos last, because the others call them. */
export async function endProducts(pids) {
  const isSilo = (pid) => /OrleansChat\.Silo\.dll/.test(commandLine(pid));
  const end = (some) => Promise.all(some.map((pid) => endProcess(pid, shutdown)));
  const silos = pids.filter(isSilo);
  await end(pids.filter((pid) => !silos.includes(pid)));
  await end(silos);
}

/** What the process itself said last of why it could not start. */
function reasonIn(logFile) {
  const reason = /^orleanschat could not start: (.+)$/m.exec(contentOf(logFile))?.[1];
  return reason && `${reason}\n(log: ${logFile})`;
}

const contentOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
