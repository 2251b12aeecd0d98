import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { buildProduct } from './build.mjs';
import { giveCommand } from './control.mjs';
import { requireDotnet } from './dotnet.mjs';
import { Failure } from './failure.mjs';
import { lockFolder } from './folder-lock.mjs';
import { endOf } from './logs.mjs';
import { main } from './main.mjs';
import { root, shown } from './paths.mjs';
import { whyNotFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { chooseRuntime, chosenBy, requireOrleans, runtimeNames } from './runtime.mjs';
import { startServer } from './server.mjs';
import { serveCluster } from './up-cluster.mjs';
import { defaultPort, readOptions, usage } from './up-options.mjs';

const say = (line) => console.log(line);

await main(async (stop, hurry) => {
  const options = readOptions();
  if (options.help) return say(usage);
  if (options.command) return await giveCommand(dataFolder(options.data), options.command, options.args, say);
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

async function serve(options, stop, hurry) {
  const runtime = await chooseRuntime({ option: options.runtime, usage, signal: stop, say });
  const isCluster = options.silos > 1 || options.frontends > 1;
  if (isCluster) requireOrleans(runtime, chosenBy(options.runtime));
  await buildProduct(runtime, say, stop, { balancer: isCluster });
  return await (isCluster ? serveCluster : serveAlone)({ ...options, runtime, say }, stop, hurry);
}

/** A silo and a front-end in one process. */
async function serveAlone({ runtime, folder, port, lock }, stop, hurry) {
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
      onStarted: lock.record,
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
  const folder = dataFolder(option);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(`The data folder ${folder} cannot be used (${error.code}). Choose another with --data.`);
  }
  return realpathSync(folder);
}

function dataFolder(option) {
  return option === undefined ? join(root, '.data') : resolve(option);
}
