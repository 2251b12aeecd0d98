import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dotnetEnvironment } from './dotnet.mjs';
import { clientFolder, deployFolder, root, scriptsFolder } from './paths.mjs';
import { run } from './processes.mjs';
import { fromPlaywright, fromTap, fromTrx, fromVitest } from './results.mjs';

const browserTests = join(root, 'tests/e2e');
const blobEmulators = join(root, 'tests/Blobs.Tests');

/** The npm packages that a suite needs besides those of the product. */
export const packageFolders = (fast) => (fast ? [deployFolder, blobEmulators] : [deployFolder, blobEmulators, browserTests]);

/**
 * Every test there is. `run` resolves to `{ code, output, passed, failed, skipped, note }`; the counts are missing when
 * the test runner wrote no report, and `note` is for the reader. `slow` suites are left out by `scripts/test fast`.
 */
export const suites = [
  { name: 'Scripts', run: nodeTests(join(scriptsFolder, 'tests')) },
  { name: 'In-process runtime', run: dotnetTests('InProcess.Tests') },
  { name: 'Grains', run: dotnetTests('Grains.Tests') },
  { name: 'Images and blob stores', run: dotnetTests('Blobs.Tests') },
  { name: 'Programs of chaos and bench', run: dotnetTests('Chaos.Tests') },
  { name: 'HTTP and hub', run: dotnetTests('Web.Tests') },
  { name: 'Load balancer', run: dotnetTests('LoadBalancer.Tests') },
  { name: 'Traces, metrics and logs', run: dotnetTests('Telemetry.Tests') },
  { name: 'SDK and web client', run: vitest('test') },
  { name: 'SDK with a server', run: vitest('test:live') },
  { name: 'Browsers', run: playwright, slow: true },
  { name: 'Faults', run: dotnetTests('Faults'), slow: true },
];

function nodeTests(folder) {
  return async ({ results, env, signal }) => {
    const report = join(results, 'scripts.tap');
    const args = ['--test', '--test-reporter=spec', '--test-reporter-destination=stdout',
      '--test-reporter=tap', `--test-reporter-destination=${report}`,
      ...readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name))];
    return withReport(report, fromTap, await run(process.execPath, args, { cwd: root, env, signal }));
  };
}

function dotnetTests(project) {
  return async ({ results, runtime, env, signal }) => {
    const report = join(results, `${project}.trx`);
    const args = ['test', `tests/${project}/${project}.csproj`, '--no-build', '--configuration', 'Release',
      '--logger', `trx;LogFileName=${report}`, '--results-directory', results,
      '--blame-hang-timeout', '5m', '--blame-hang-dump-type', 'none'];
    const options = { cwd: root, env: { ...dotnetEnvironment(runtime), ...env }, signal };
    return withReport(report, fromTrx, await run('dotnet', args, options));
  };
}

function vitest(script) {
  return async ({ results, env, signal }) => {
    const report = join(results, `${script.replace(':', '-')}.json`);
    const args = ['run', script, '--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return withReport(report, fromVitest, await run('npm', args, { cwd: clientFolder, env, signal }));
  };
}

async function playwright({ results, env, signal }) {
  const report = join(results, 'browsers.json');
  const options = { cwd: browserTests, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, signal };
  const test = (...args) => run('npx', ['--no-install', 'playwright', 'test', ...args], options);
  if (env.CHROMIUM_PATH) return withReport(report, fromPlaywright, await test('--reporter=list,json'));

  const { code, output } = await test('--list');
  const names = output.split('\n').filter((line) => line.includes(' › '));
  return { code, output, note: `Skipped, because there is no Chromium:\n${names.join('\n')}`, skipped: names.length };
}

function withReport(file, read, { code, output }) {
  const counts = existsSync(file) ? read(readFileSync(file, 'utf8')) : {};
  return { code, output, ...counts };
}
