import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { folderOf, runTool, withDatabaseOf, withOwnPostgres } from './backup-tool.mjs';
import { buildBackup } from './build.mjs';
import { requireDotnet } from './dotnet.mjs';
import { Failure, usageError } from './failure.mjs';
import { main, parseOptions } from './main.mjs';
import { runningPostgres } from './postgres.mjs';
import { chooseRuntime } from './runtime.mjs';
import { startServer } from './server.mjs';

const usage = `usage: scripts/restore --from FILE [options]

Makes an empty database what the backup's source was, with its keys and images. With --verify nothing of yours is touched: the
backup is restored into a scratch PostgreSQL, compared with what the source held, and a server is started on it.

  --from FILE                    the archive of scripts/backup
  --data DIR                     the data folder to restore into (default .data in the repository)
  --forget FILE                  ids of users, one a line, whose accounts were erased since the backup: they are erased again
  --verify                       try it out in a scratch folder; ends with 1 when anything differs
  --source                       with --verify: compare also with the database of --data or CHAT_DATABASE, which may run
  --json FILE                    with --verify: the report as JSON
  --help                         show this

Environment: CHAT_DATABASE (restore into this database, or with --source compare with it), Chat__Blobs__… (as of the server),
ActorRuntime`;

const say = (line) => console.log(line);

await main(async (stop) => {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  const { values, positionals } = parseOptions(
    { from: text, data: text, forget: text, json: text, verify: flag, source: flag, help: flag }, usage);
  if (values.help) return say(usage);
  if (positionals.length > 0) throw usageError(`Unknown argument '${positionals[0]}'`, usage);
  if (values.from === undefined) throw usageError('Name the archive with --from', usage);
  for (const name of ['source', 'json'])
    if (values[name] && !values.verify) throw usageError(`--${name} is for --verify`, usage);
  const from = resolve(values.from);
  if (!existsSync(from)) throw new Failure(`There is no file ${from}. Name the archive with --from.`);

  await requireDotnet(stop);
  const runtime = await chooseRuntime({ usage, signal: stop, say });
  await buildBackup(runtime, values.verify, say, stop);
  const forget = values.forget && resolve(values.forget);
  return values.verify
    ? verify({ ...values, from, forget }, runtime, stop)
    : restore(from, folderOf(values.data), forget, runtime, stop);
});

async function restore(from, data, forget, runtime, signal) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const folder = realpathSync(data);
  const run = (database) => runTool(runtime, ['restore', { from, data: folder, forget }], { database, signal });
  if (process.env.CHAT_DATABASE) return run(process.env.CHAT_DATABASE);
  if (runningPostgres(folder))
    throw new Failure(`A server runs on ${folder}. Stop it, or choose another folder with --data.`);
  return withOwnPostgres(folder, { signal, say }, run);
}

/** Everything happens in a folder that is removed in the end. Nothing of the caller's own blob store is written or deleted. */
async function verify({ from, data, forget, json, source }, runtime, signal) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orleanschat-restore-')));
  chmodSync(folder, 0o700);
  const report = join(folder, 'report.json');
  const local = { Chat__Blobs__Kind: 'local', Chat__Blobs__Folder: join(folder, 'blobs') };
  try {
    return await withOwnPostgres(folder, { signal }, async (database, lock) => {
      say('Restoring into a scratch PostgreSQL');
      const restored = await runTool(runtime, ['restore', { from, data: folder, forget }], { database, env: local, signal });
      if (restored !== 0) return restored;
      const compare = (other) => runTool(runtime, ['verify', { from, data: folder, json: report }],
        { database, source: other, env: isRemoteStore() ? {} : local, signal });
      const compared = source ? await withDatabaseOf(folderOf(data), { signal, say }, compare) : await compare();
      const server = existsSync(report) ? await tryServer({ runtime, folder, database, env: local, lock, signal }) : 'not tried';
      say(server === 'ready' ? '✓ a server starts on it and is ready' : `✗ a server on it: ${server}`);
      const isSame = compared === 0 && server === 'ready';
      if (json && existsSync(report)) {
        const content = { ...JSON.parse(readFileSync(report, 'utf8')), server };
        writeFileSync(resolve(json), `${JSON.stringify({ ...content, verdict: isSame ? 'same' : 'different' }, null, 2)}\n`);
      }
      say(isSame ? 'The backup is whole: everything is as it was at the source' : 'The backup differs from its source; see above');
      return isSame ? 0 : 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isRemoteStore() {
  return (process.env.Chat__Blobs__Kind ?? 'local') !== 'local';
}

/** With a blob store of its own: it would clear images away that the source still shows. */
async function tryServer({ runtime, folder, database, env, lock, signal }) {
  if (!existsSync(join(folder, 'keys.json')) && !process.env.Chat__Keys__Names)
    return 'not started, because the backup has no keys: set Chat__Keys__Signing and Chat__Keys__Names';
  try {
    const server = await startServer({ runtime, database, folder, port: 0, env, signal, onStarted: lock.record });
    await server.stop();
    return 'ready';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message;
  }
}
