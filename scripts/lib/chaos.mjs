import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildChaos } from './build.mjs';
import { requireDotnet } from './dotnet.mjs';
import { Failure, usageError } from './failure.mjs';
import { main, parseOptions, writable } from './main.mjs';
import { stopPostgres } from './postgres.mjs';
import { optionsOf, runProgram } from './program.mjs';
import { chooseRuntime, parseRuntime } from './runtime.mjs';

const usage = `usage: scripts/chaos [options]
       scripts/chaos --check FILE

Lets many users chat while silos, front-ends and PostgreSQL are killed, frozen and restarted and connections are
cut, and then checks that nothing is lost, doubled or out of order. Exit code 0: all is well; 1: something is not.

  --minutes N                    how long load and faults last, 0.5 to 120 (default 3)
  --seed N                       repeats the faults and the load of a run (default: chosen and printed)
  --json FILE                    write verdict, info and history here
  --check FILE                   judge such a file again; starts nothing
  --runtime orleans|inprocess    the actor runtime (default: Orleans when your package feed has it)
  --silos N                      silos, on Orleans (default 3)
  --frontends N                  front-ends, on Orleans (default 2)
  --users N                      users, an even number from 4 to 500 (default 60)
  --only KINDS                   faults of these kinds only, with commas between: docs/chaos.md
  --rate N                       messages and changes a second, of all users together (default 80)
  --help                         show this

Environment: ActorRuntime (wins over --runtime), CHAT_RESTORE_CONFIG (a NuGet.Config with your own package feed)`;

const say = (line) => console.log(line);
const killed = 'The run was killed: there is no verdict. Start it again.';

await main(async (stop, hurry) => {
  const options = readOptions();
  if (options.help) return say(usage);
  await requireDotnet(stop);
  return options.check === undefined ? await runChaos(options, stop, hurry) : await check(resolve(options.check), stop, hurry);
});

async function runChaos(options, stop, hurry) {
  const runtime = await chooseRuntime({ option: options.runtime, usage, signal: stop, say });
  const isCluster = runtime === 'Orleans';
  if (!isCluster && (options.silos > 1 || options.frontends > 1))
    throw usageError('The in-process runtime is one process: leave out --silos and --frontends, or use --runtime orleans', usage);
  const project = await buildChaos('Chaos', runtime, say, stop);

  const folder = mkdtempSync(join(tmpdir(), 'orleanschat-chaos-'));
  try {
    const values = {
      minutes: options.minutes ?? 3,
      seed: options.seed ?? randomInt(1, 1_000_000),
      silos: isCluster ? options.silos ?? 3 : 0,
      frontends: isCluster ? options.frontends ?? 2 : 1,
      users: options.users ?? 60,
      rate: options.rate ?? 80,
      data: folder,
      ...(options.only ? { only: options.only } : {}),
      ...(options.json ? { json: options.json } : {}),
    };
    return await runProgram(project, optionsOf(values), { runtime, stop, hurry, say, killed });
  } finally {
    // It has stopped it itself, unless it was killed.
    if (existsSync(folder)) await stopPostgres(folder, hurry);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The checker knows nothing of the product, so any runtime will do and no package is needed. */
async function check(file, stop, hurry) {
  if (!existsSync(file)) throw new Failure(`${file} does not exist. Name a file that scripts/chaos --json has written.`, 2);
  const project = await buildChaos('Chaos.Checker', 'InProcess', say, stop);
  return await runProgram(project, [file], { runtime: 'InProcess', stop, hurry, say, killed });
}

function readOptions() {
  const text = { type: 'string' };
  const { values, positionals } = parseOptions({
    minutes: text, seed: text, json: text, check: text, runtime: text, silos: text, frontends: text, users: text, rate: text,
    only: text, help: { type: 'boolean' },
  }, usage);
  if (positionals.length > 0) throw usageError(`Unknown argument '${positionals[0]}'`, usage);
  if (values.check !== undefined && Object.keys(values).length > 1)
    throw usageError('--check stands alone: it judges a file and starts nothing', usage);
  if (values.runtime !== undefined) parseRuntime(values.runtime, usage);
  const users = number(values, 'users', 4, 500);
  if (users % 2 === 1) throw usageError(`--users is an even number, not '${users}'`, usage);
  return {
    ...values,
    users,
    minutes: number(values, 'minutes', 0.5, 120, /^\d{1,3}(\.\d{1,2})?$/),
    seed: number(values, 'seed', 0, 2_147_483_647),
    silos: number(values, 'silos', 1, 20),
    frontends: number(values, 'frontends', 1, 20),
    rate: number(values, 'rate', 1, 2_000),
    json: values.json === undefined ? undefined : writable(resolve(values.json)),
  };
}

function number(values, name, least, most, form = /^\d{1,10}$/) {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!form.test(text) || Number(text) < least || Number(text) > most)
    throw usageError(`--${name} is a number from ${least} to ${most}, not '${text}'`, usage);
  return Number(text);
}
