import { join, resolve } from 'node:path';
import { folderOf, runTool, withDatabaseOf } from './backup-tool.mjs';
import { buildBackup } from './build.mjs';
import { requireDotnet } from './dotnet.mjs';
import { usageError } from './failure.mjs';
import { main, parseOptions } from './main.mjs';
import { chooseRuntime } from './runtime.mjs';

const usage = `usage: scripts/backup [options]

Writes everything there is at one moment into one file: the database, the keys and the images of a local folder. The server
may run and people may chat; while it is written, Syncs tell some things twice.

  --to FILE                      the archive (default: a name with the time, in backups/ of the data folder)
  --data DIR                     the data folder of scripts/up (default .data in the repository)
  --without keys,blobs           leave out keys.json, or the images of a local folder
  --help                         show this

The file holds secrets and is readable by its owner only. scripts/restore --verify --from FILE tries it out.
Environment: CHAT_DATABASE (your PostgreSQL in place of the private one), Chat__Blobs__… (as of the server), ActorRuntime`;

const say = (line) => console.log(line);

await main(async (stop) => {
  const text = { type: 'string' };
  const { values, positionals } = parseOptions(
    { to: text, data: text, without: text, help: { type: 'boolean' } }, usage);
  if (values.help) return say(usage);
  if (positionals.length > 0) throw usageError(`Unknown argument '${positionals[0]}'`, usage);
  for (const part of values.without?.split(',') ?? [])
    if (!['keys', 'blobs'].includes(part)) throw usageError(`--without names keys or blobs, not '${part}'`, usage);

  await requireDotnet(stop);
  const runtime = await chooseRuntime({ usage, signal: stop, say });
  await buildBackup(runtime, false, say, stop);
  const data = folderOf(values.data);
  const to = values.to === undefined ? join(data, 'backups', `orleanschat-${timeName()}.zip`) : resolve(values.to);
  return withDatabaseOf(data, { signal: stop, say }, (database) =>
    runTool(runtime, ['create', { to, data, without: values.without }], { database, signal: stop }));
});

/** 20260131-235959, of UTC. */
function timeName() {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
