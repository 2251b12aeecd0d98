import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildForTests } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { requireDotnet } from './dotnet.mjs';
import { Failure, usageError } from './failure.mjs';
import { isLocked, lockFolder } from './folder-lock.mjs';
import { main, parseOptions } from './main.mjs';
import { startPostgres, stopPostgres } from './postgres.mjs';
import { chooseRuntime } from './runtime.mjs';
import { startServer } from './server.mjs';
import { counts, runSuite } from './suite-runner.mjs';
import { packageFolders, suites } from './suites.mjs';

const folderPrefix = 'orleanschat-run-';
const usage = `usage: scripts/test [fast]

Builds everything and runs every test against a throw-away PostgreSQL; "fast" leaves out browser and fault tests.

  --help    show this

Environment: ActorRuntime=Orleans|InProcess, CHROMIUM_PATH, CHAT_RESTORE_CONFIG (a NuGet.Config with your package feed)`;

const say = (line) => console.log(line);

await main(async (stop, hurry) => {
  const { values, positionals } = parseOptions({ help: { type: 'boolean' } }, usage);
  if (values.help) return say(usage);
  const fast = positionals[0] === 'fast';
  if (positionals.length > (fast ? 1 : 0)) throw usageError(`Unknown argument '${positionals.at(-1)}'`, usage);

  const total = { passed: 0, failed: 0, skipped: 0 };
  try {
    await runAll(fast, total, stop, hurry);
  } catch (error) {
    if (stop.aborted) throw error;
    say(`\n${error instanceof Failure ? error.message : error.stack}\n`);
    total.failed += 1;
  }
  say(counts(total));
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

async function runAll(fast, total, stop, hurry) {
  await requireDotnet(stop);
  const runtime = await chooseRuntime({ usage, signal: stop, say });
  const chromium = fast ? null : await findChromium(say, stop);
  await buildForTests(runtime, packageFolders(fast), say, stop);

  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  let postgres, server;
  try {
    const lock = await lockFolder(folder);
    const results = join(folder, 'results');
    mkdirSync(results);
    postgres = await startPostgres({ folder, signal: stop });
    server = await startServer({
      runtime, folder, port: 0, signal: stop,
      database: postgres.connectionString(),
      env: { CHAT_RATE_LIMITS: 'off' },
      onStarted: lock.record,
    });
    // Nothing of the caller's own instance reaches the tests.
    const { CHAT_DATABASE, CHAT_RATE_LIMITS, ...inherited } = process.env;
    const env = {
      ...inherited,
      ActorRuntime: runtime,
      // .NET's own default (100 ms, in hex), not ours: hundreds of processes that live for seconds, of which most is compiling.
      DOTNET_TC_CallCountingDelayMs: '64',
      CHAT_TEST_DATABASE: postgres.connectionString('postgres'),
      CHAT_SERVER_URL: server.url,
      ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    };
    for (const suite of suites.filter(({ slow }) => !(fast && slow))) {
      const outcome = await runSuite(suite, { runtime, results, env }, stop);
      for (const key of Object.keys(total)) total[key] += outcome[key];
    }
  } finally {
    await server?.stop(hurry);
    await postgres?.stop(hurry);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what a killed run has left: its server, its PostgreSQL and its folder. */
async function removeLeftovers() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(tmpdir(), name);
    if (!isLocked(folder) || statSync(folder).uid !== process.getuid()) continue;
    try {
      await lockFolder(folder);
    } catch (error) {
      if (error instanceof Failure) continue;
      throw error;
    }
    await stopPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
