import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const groupGraceMilliseconds = 5_000;
const hasProcFs = existsSync('/proc/self/stat');

/** Whether the process exists and has not ended; a zombie that nobody reaps has ended. */
export function isRunning(pid) {
  if (hasProcFs) {
    const stat = readProc(pid, 'stat');
    return stat !== null && !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process, arguments joined by spaces; empty when there is no such process. */
export function commandLine(pid) {
  if (hasProcFs) return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** The folder a process works in; empty when it is unknown, as on macOS. */
export function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

/** Resolves to true when the process has ended, to false after `milliseconds` or when `signal` aborts. */
async function waitForExit(pid, milliseconds, signal) {
  const deadline = performance.now() + milliseconds;
  while (isRunning(pid)) {
    if (performance.now() > deadline || signal?.aborted) return false;
    await delay(20);
  }
  return true;
}

/**
 * Ends a process: sends the first signal and waits for its time; while the process lives, goes on to the next.
 * `steps` are pairs of signal name and milliseconds; `hurry` (an AbortSignal) ends the waiting after the first.
 */
export async function endProcess(pid, steps, hurry) {
  for (const [index, [name, milliseconds]] of steps.entries()) {
    if (!isRunning(pid)) return;
    sendSignal(pid, name);
    if (await waitForExit(pid, milliseconds, index === 0 ? hurry : undefined)) return;
  }
}

/** Sends a signal to a process, or with a negative id to a process group; one that has just ended is fine. */
export function sendSignal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a command to its end and resolves to its exit code and its output (both streams, in order of arrival).
 * It gets a process group of its own, which ends as a whole when `signal` aborts: a build leaves no worker behind.
 */
export async function run(command, args, { signal, ...options } = {}) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => chunks.push(text));
  let ending;
  const abort = () => (ending = endGroup(child.pid));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const [code, signalName] = await once(child, 'close');
    await ending;
    signal?.throwIfAborted();
    return { code: code ?? signalName, output: chunks.join('') };
  } catch (error) {
    if (error.code === 'ENOENT') return { code: 127, output: `${command}: command not found\n` };
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function endGroup(leader) {
  for (const name of ['SIGTERM', 'SIGKILL']) {
    sendSignal(-leader, name);
    const deadline = performance.now() + groupGraceMilliseconds;
    while (performance.now() < deadline) {
      if (!groupExists(leader)) return;
      await delay(20);
    }
  }
}

function groupExists(leader) {
  try {
    process.kill(-leader, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
