// The private PostgreSQL on its own, for work on the server or its tests without scripts/up:
//
//   node scripts/lib/postgres-cli.mjs start --data DIR    prints a connection string for Npgsql; the server keeps running
//   node scripts/lib/postgres-cli.mjs stop --data DIR
//
// It is the superuser's connection, so it serves as CHAT_TEST_DATABASE and as CHAT_DATABASE. DIR is that of scripts/up.
import { resolve } from 'node:path';
import { usageError } from './failure.mjs';
import { main, parseOptions } from './main.mjs';
import { runningPostgres, startPostgres, stopPostgres } from './postgres.mjs';

const usage = 'usage: node scripts/lib/postgres-cli.mjs start|stop --data DIR';

await main(async (signal) => {
  const { values: { data }, positionals: [command, ...rest] } = parseOptions({ data: { type: 'string' } }, usage);
  if (!data || rest.length > 0 || !['start', 'stop'].includes(command))
    throw usageError('Say start or stop, and the folder.', usage);

  const folder = resolve(data);
  if (command === 'start') console.log(runningPostgres(folder)?.connectionString() ?? await start(folder, signal));
  else if (!await stopPostgres(folder)) console.error('No PostgreSQL is running on this folder.');
});

async function start(folder, signal) {
  const server = await startPostgres({ folder, signal });
  server.leaveRunning();
  return server.connectionString();
}
