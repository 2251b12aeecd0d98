import { readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { run } from './processes.mjs';

/**
 * The cores of a measurement as `{ server, generator, spare }`: of those that this process may use, the first for servers and PostgreSQL,
 * the second for the load generator. A Failure says what is missing.
 */
export async function chooseCores(signal) {
  if (process.platform !== 'linux')
    throw new Failure('Measuring needs Linux: servers and load are pinned to cores with taskset, and CPU is read from /proc.', 2);
  if ((await run('taskset', ['--version'], { signal })).code !== 0)
    throw new Failure('taskset was not found. It pins servers and load to cores; it is part of util-linux.', 2);
  const cores = parseCores(/^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  if (cores.length < 2)
    throw new Failure('Measuring needs two cores, one for servers and PostgreSQL and one for the load; this machine gives one.', 2);
  return { server: cores[0], generator: cores[1], spare: cores.length - 2 };
}

/** The numbers in a list such as `0-2,5`. */
export const parseCores = (list) => list.trim().split(',').flatMap((part) => {
  const [first, last = first] = part.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
});
