import { Failure, usageError } from './failure.mjs';
import { kinds } from './cluster.mjs';
import { parseOptions } from './main.mjs';
import { parseRuntime } from './runtime.mjs';

export const defaultPort = 8080;
export const usage = `usage: scripts/up [options]
       scripts/up status | add KIND | stop NAME | kill NAME  [--data DIR]

Builds what has changed, starts a private PostgreSQL and the server, and prints
"ready http://127.0.0.1:PORT" when people can chat. Ctrl-C or SIGTERM stops everything.

  --port PORT                    listen here (default ${defaultPort}, or a free port when that is taken; 0: any free port)
  --data DIR                     keep all data here (default .data in the repository)
  --runtime orleans|inprocess    the actor runtime (default: Orleans when your package feed has it)
  --silos N                      so many silos (default 1), each a process; more than one needs Orleans
  --frontends M                  so many front-ends (default 1), each a process, behind a load balancer; more than one needs Orleans
  --help                         show this

One silo and one front-end are one process; more are a cluster (docs/cluster.md). While a cluster runs:

  scripts/up status              every process: address, id, state, uptime, memory; and how the silos see each other
  scripts/up add silo            one more silo, or frontend; or balancer, when it is gone
  scripts/up stop NAME           ask a process to end, as silo-2, and wait until it has
  scripts/up kill NAME           kill it, to see a failover

Environment: ActorRuntime (wins over --runtime), CHAT_DATABASE (an Npgsql connection string: your PostgreSQL instead),
CHAT_RATE_LIMITS=off (load tests), CHAT_RESTORE_CONFIG (a NuGet.Config with your own package feed)`;

const text = { type: 'string' };
const options = { port: text, data: text, runtime: text, silos: text, frontends: text, help: { type: 'boolean' } };
/** The commands to a script that runs, with what each is given. */
const commands = { status: null, add: 'KIND', stop: 'NAME', kill: 'NAME' };

/** The command line as `{ command, args, port, data, runtime, silos, frontends, help }`; `command` is undefined for a start. */
export function readOptions() {
  const { values, positionals: [command, ...args] } = parseOptions(options, usage);
  if (values.help) return values;
  if (values.runtime !== undefined) parseRuntime(values.runtime, usage);
  const numbers = {
    port: wholeNumber(values, 'port', 0, 65_535),
    silos: wholeNumber(values, 'silos', 1, 20) ?? 1,
    frontends: wholeNumber(values, 'frontends', 1, 20) ?? 1,
  };
  if (command !== undefined) checkCommand(command, args, values);
  return { ...values, ...numbers, command, args };
}

function checkCommand(command, args, values) {
  if (!Object.hasOwn(commands, command)) throw usageError(`Unknown argument '${command}'`, usage);
  const foreign = Object.keys(values).find((name) => name !== 'data');
  if (foreign) throw usageError(`scripts/up ${command} takes no --${foreign}: that is for the start`, usage);
  const wanted = commands[command];
  if (args.length !== (wanted ? 1 : 0)) throw usageError(`It is: scripts/up ${command}${wanted ? ` ${wanted}` : ''}`, usage);
  if (command === 'add' && !Object.hasOwn(kinds, args[0]))
    throw new Failure(`Only these can be added: ${Object.keys(kinds).join(', ')}; not '${args[0]}'`, 2);
}

function wholeNumber(values, name, least, most) {
  const given = values[name];
  if (given === undefined) return undefined;
  if (!/^\d{1,5}$/.test(given) || Number(given) < least || Number(given) > most)
    throw usageError(`--${name} is a number from ${least} to ${most}, not '${given}'`, usage);
  return Number(given);
}
