import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildBench } from './build.mjs';
import { chooseCores } from './cores.mjs';
import { requireDotnet } from './dotnet.mjs';
import { usageError } from './failure.mjs';
import { main, parseOptions, writable } from './main.mjs';
import { startPostgres } from './postgres.mjs';
import { optionsOf, runProgram } from './program.mjs';
import { chooseRuntime } from './runtime.mjs';

/** In the order in which they run. */
const scenarios = ['limits', 'direct', 'group', 'hot', 'idle', 'storm', 'history', 'search', 'scale'];
const usage = `usage: scripts/bench [scenario ...] [options]

Measures the server on one core, PostgreSQL included, beside the usual design on the same parts: one hub, one INSERT per message.

  limits       the bare parts on this machine: fdatasync, inserts, SignalR alone
  direct       200 users in 100 pairs; OrleansChat, OrleansChat on Orleans, baseline
  group        one group of 1,000 online members, and of 5,000
  hot          50 members all writing into one group; and what quiet pairs beside it feel
  idle         memory of 5,000 connections
  storm        5,000 users lose their connections at once
  history      pages and syncs of a conversation of 1,000,000 messages
  search       1,000,000 messages in 20,000 conversations, a user in 200
  scale        1, 2 and 3 silos (needs Orleans)

  --quick      smaller and shorter: all of it in under 8 minutes, without the build
  --json FILE  write all figures here
  --svg FILE   draw the chart of docs/performance.md here (of direct)
  --help       show this

What is measured and how: docs/performance.md
Environment: CHAT_RESTORE_CONFIG (a NuGet.Config with your own package feed)`;

const say = (line) => console.log(line);
const killed = 'The run was killed. Start it again.';

await main(async (stop, hurry) => {
  const options = readOptions();
  if (options.help) return say(usage);
  const cores = await chooseCores(stop);
  await requireDotnet(stop);
  // Measured first and foremost on the embedded runtime; Orleans beside it where there is one.
  const hasOrleans = await chooseRuntime({ usage, signal: stop, say }) === 'Orleans';
  const binary = await buildBench(hasOrleans, say, stop);
  say(`Servers and PostgreSQL on core ${cores.server}, load on core ${cores.generator}`
    + `${cores.spare > 0 ? `; ${cores.spare} more are left alone` : ''}`);

  const folder = mkdtempSync(join(tmpdir(), 'orleanschat-bench-'));
  let postgres;
  try {
    postgres = await startPostgres({ folder, signal: stop, maxConnections: 400 });
    const args = ['bench', ...optionsOf({
      scenarios: options.scenarios.join(','),
      effort: options.effort,
      'server-core': cores.server,
      'generator-core': cores.generator,
      database: postgres.connectionString('postgres'),
      'postgres-pid': postgres.pid,
      folder,
      orleans: hasOrleans ? 1 : 0,
      json: options.json,
      svg: options.svg,
    })];
    const through = ['taskset', '-c', String(cores.generator)];
    return await runProgram(binary, args, { runtime: 'InProcess', through, stop, hurry, say, killed });
  } finally {
    await postgres?.stop(hurry);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

function readOptions() {
  const text = { type: 'string' };
  const { values, positionals } = parseOptions({ quick: { type: 'boolean' }, json: text, svg: text, help: { type: 'boolean' } }, usage);
  const unknown = positionals.find((name) => !scenarios.includes(name));
  if (unknown !== undefined) throw usageError(`There is no scenario '${unknown}'. There are: ${scenarios.join(', ')}`, usage);
  const file = (path) => (path === undefined ? undefined : writable(resolve(path)));
  return {
    help: values.help,
    scenarios: positionals.length === 0 ? scenarios : scenarios.filter((name) => positionals.includes(name)),
    // Tiny is for tests of the program itself.
    effort: process.env.CHAT_BENCH_EFFORT ?? (values.quick ? 'quick' : 'full'),
    json: file(values.json),
    svg: file(values.svg),
  };
}
