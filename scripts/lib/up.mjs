import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { once } from 'node:events';
import { join, relative, resolve } from 'node:path';
import { buildProduct } from './build.mjs';
import { requireDotnet } from './dotnet.mjs';
import { Failure, usageError } from './failure.mjs';
import { lockFolder } from './folder-lock.mjs';
import { endOf } from './logs.mjs';
import { main, parseOptions } from './main.mjs';
import { root } from './paths.mjs';
import { whyNotFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { chooseRuntime, parseRuntime, runtimeNames } from './runtime.mjs';
import { startServer } from './server.mjs';

const defaultPort = 8080;
const usage = `usage: scripts/up [options]

Builds what has changed, starts a private PostgreSQL and the server, and prints
"ready http://127.0.0.1:PORT" when people can chat. Ctrl-C or SIGTERM stops everything.

  --port PORT                    listen here (default ${defaultPort}, or a free port when that is taken; 0: any free port)
  --data DIR                     keep all data here (default .data in the repository)
  --runtime orleans|inprocess    the actor runtime (default: Orleans when your package feed has it)
  --silos N                      only 1 for now
  --frontends M                  only 1 for now
  --help                         show this

Environment: ActorRuntime (wins over --runtime), CHAT_DATABASE (an Npgsql connection string: your PostgreSQL instead),
CHAT_RATE_LIMITS=off (load tests), CHAT_RESTORE_CONFIG (a NuGet.Config with your own package feed)`;

const say = (line) => console.log(line);

await main(async (stop, hurry) => {
  const options = readOptions();
  if (options.help) return say(usage);
  await requireDotnet(stop);
  const port = await choosePort(options.port);
  const folder = makeFolder(options.data);
  const lock = await lockFolder(folder);
  hurry.addEventListener('abort', () => say('Stopping at once'));
  try {
    return await serve({ ...options, port, folder, lock }, stop, hurry);
  } finally {
    lock.release();
  }
});

async function serve({ runtime: option, port, folder, lock }, stop, hurry) {
  const runtime = await chooseRuntime({ option, usage, signal: stop, say });
  await buildProduct(runtime, say, stop);

  let postgres, server;
  try {
    if (!process.env.CHAT_DATABASE) {
      say(`Starting PostgreSQL, data in ${shown(join(folder, 'postgres'))}`);
      postgres = await startPostgres({ folder, signal: stop });
    }
    say(`Starting the server on ${runtimeNames[runtime]}, log in ${shown(join(folder, 'logs/server.log'))}`);
    server = await startServer({
      runtime, folder, port, signal: stop,
      database: process.env.CHAT_DATABASE ?? postgres.connectionString(),
      onStarted: lock.recordServer,
    });
    say(`ready ${server.url}`);
    const ended = await Promise.race([
      once(stop, 'abort').then(() => null),
      server.exited.then(() => ['The server', server.logFile]),
      ...(postgres ? [postgres.exited.then(() => ['PostgreSQL', postgres.logFile])] : []),
    ]);
    if (ended) throw new Failure(`${ended[0]} has ended by itself. ${endOf(ended[1])}`);
    say('Stopping');
    return 0;
  } finally {
    await server?.stop(hurry);
    await postgres?.stop(hurry);
  }
}

function readOptions() {
  const text = { type: 'string' };
  const { values, positionals } = parseOptions(
    { port: text, data: text, runtime: text, silos: text, frontends: text, help: { type: 'boolean' } }, usage);
  if (positionals.length > 0) throw usageError(`Unknown argument '${positionals[0]}'`, usage);
  if (values.runtime !== undefined) parseRuntime(values.runtime, usage);
  for (const name of ['silos', 'frontends']) {
    const count = wholeNumber(values, name, 1, 100);
    if (count > 1) throw new Failure(`--${name} ${count}: more than one is not available yet.`, 2);
  }
  return { ...values, port: wholeNumber(values, 'port', 0, 65_535) };
}

function wholeNumber(values, name, least, most) {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) < least || Number(text) > most)
    throw usageError(`--${name} is a number from ${least} to ${most}, not '${text}'`, usage);
  return Number(text);
}

async function choosePort(wanted) {
  const reason = await whyNotFree(wanted ?? defaultPort);
  if (!reason) return wanted ?? defaultPort;
  if (wanted !== undefined) {
    throw new Failure(reason === 'EADDRINUSE'
      ? `Port ${wanted} is taken by another process. Choose another with --port, or leave --port out for a free one.`
      : `Port ${wanted} cannot be listened on (${reason}). Choose another with --port.`, 2);
  }
  say(`Port ${defaultPort} is taken: using a free one`);
  return 0;
}

function makeFolder(option) {
  const folder = option === undefined ? join(root, '.data') : resolve(option);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(`The data folder ${folder} cannot be used (${error.code}). Choose another with --data.`);
  }
  return realpathSync(folder);
}

/** A path as the reader would type it. */
function shown(path) {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
