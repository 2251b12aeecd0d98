import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dotnetEnvironment } from './dotnet.mjs';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';
import { sendSignal } from './processes.mjs';

const endMilliseconds = 60_000;

/** `{ name: value }` as arguments `--name value`; those without a value are left out. */
export const optionsOf = (values) =>
  Object.entries(values).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [`--${name}`, String(value)]);

/**
 * Runs a built test program and resolves to its exit code. It gets a process group of its own; when stopped, it ends what it has started.
 * `through` is a command that starts it, `env` goes on top of the environment, `killed` is said when somebody killed it.
 */
export async function runProgram(binary, args, { runtime, through = [], env = {}, stop, hurry, say, killed }) {
  stop.throwIfAborted();
  const [command, ...rest] = [...through, 'dotnet', binary, ...args];
  const child = spawn(command, rest, {
    cwd: root, env: { ...dotnetEnvironment(runtime), ...env }, detached: true, stdio: ['ignore', 'inherit', 'inherit'],
  });
  let killing;
  const kill = () => sendSignal(-child.pid, 'SIGKILL');
  const end = () => {
    say('Stopping');
    sendSignal(child.pid, 'SIGTERM');
    killing = setTimeout(kill, endMilliseconds);
  };
  stop.addEventListener('abort', end, { once: true });
  hurry.addEventListener('abort', kill, { once: true });
  try {
    const [code] = await once(child, 'close');
    stop.throwIfAborted();
    if (code === null) throw new Failure(killed);
    return code;
  } finally {
    clearTimeout(killing);
    stop.removeEventListener('abort', end);
    hurry.removeEventListener('abort', kill);
    kill();
  }
}
