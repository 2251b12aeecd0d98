import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dotnet, restoreConfig } from './dotnet.mjs';
import { Failure } from './failure.mjs';
import { binaryOf, cacheFolder, clientFolder, root, scriptsFolder, testBinary, webRoot } from './paths.mjs';
import { run } from './processes.mjs';
import { runtimeNames } from './runtime.mjs';

const outputFolders = new Set(['bin', 'obj', 'dist', 'node_modules', 'TestResults', 'test-results', 'playwright-report']);
const generatedFiles = new Set(['schema.ts']);
const release = ['--configuration', 'Release', '--verbosity', 'quiet'];
const buildFiles = ['Directory.Build.props', 'Directory.Packages.props', 'global.json', '.editorconfig'];

/** Brings up to date what scripts/up serves: PostgreSQL's package, the web client and the server; with `balancer` the load balancer. */
export const buildProduct = (runtime, say, signal, { balancer = false } = {}) => together(signal, [
  async (abort) => {
    await installPackages(scriptsFolder, say, abort);
    await buildWebClient(say, abort);
  },
  async (abort) => {
    await buildServer(runtime, say, abort);
    if (balancer) await buildBalancer(runtime, say, abort);
  },
]);

/** Brings up to date what scripts/backup and scripts/restore need: PostgreSQL's package, the tool and, to try a restored
 * database, the server. */
export const buildBackup = (runtime, withServer, say, signal) => together(signal, [
  (abort) => installPackages(scriptsFolder, say, abort),
  async (abort) => {
    await whenChanged(backupStamp(runtime), serverSources(), binaryOf('Backup', runtime), () => {
      say(`Building the backup tool for ${runtimeNames[runtime]}`);
      const building = dotnet('build', 'src/Backup/Backup.csproj', release, { runtime, signal: abort });
      return step('The build of the backup tool', building);
    });
    if (withServer) await buildServer(runtime, say, abort);
  },
]);

/** Brings up to date what scripts/test needs: the product, all tests, and the packages of further folders. */
export const buildForTests = (runtime, packageFolders, say, signal) => together(signal, [
  async (abort) => {
    for (const folder of [scriptsFolder, ...packageFolders]) await installPackages(folder, say, abort);
    await buildWebClient(say, abort);
    say('Checking the types of the TypeScript code');
    await step('The type check of the TypeScript code', run('npm', ['run', 'check'], { cwd: clientFolder, signal: abort }));
  },
  async (abort) => {
    await buildSolution(runtime, say, abort);
    // A test lets either runtime read what the other has written.
    if (runtime === 'Orleans') await buildServer('InProcess', say, abort);
  },
]);

/** Brings up to date a program of scripts/chaos and what it starts; resolves to the path of its binary. */
export async function buildChaos(project, runtime, say, signal) {
  if (project === 'Chaos') await installPackages(scriptsFolder, say, signal);
  say(`Building ${project} for ${runtimeNames[runtime]}`);
  const building = dotnet('build', `tests/${project}/${project}.csproj`, release, { runtime, signal });
  await step(`The build of ${project}`, building);
  return testBinary(project, runtime);
}

/**
 * Brings up to date the program of scripts/bench with the server that it measures, and with the processes on Orleans where there is
 * Orleans; resolves to the path of its binary.
 */
export async function buildBench(hasOrleans, say, signal) {
  await installPackages(scriptsFolder, say, signal);
  say(`Building the benchmark for ${runtimeNames.InProcess}`);
  await step('The build of the benchmark', dotnet('build', 'tests/LoadTests/LoadTests.csproj', release, { runtime: 'InProcess', signal }));
  if (hasOrleans) await buildServer('Orleans', say, signal);
  return testBinary('LoadTests', 'InProcess');
}

/** Installs the packages of a package-lock.json, unless node_modules holds just these. */
export async function installPackages(folder, say, signal) {
  const stamp = join(folder, 'node_modules/.installed-lock');
  const lock = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say(`Installing the packages of ${relative(root, folder)}`);
  await step(`npm ci in ${relative(root, folder)}`, run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, signal }));
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
}

async function buildWebClient(say, signal) {
  await installPackages(clientFolder, say, signal);
  const build = () => {
    say('Building the web client');
    return step('The build of the web client', run('npm', ['run', 'build'], { cwd: clientFolder, signal }));
  };
  await whenChanged('web-client', [clientFolder], join(webRoot, 'index.html'), build);
}

/** The server in one process, and with it the silo and the front-end. */
async function buildServer(runtime, say, signal) {
  const build = () => {
    say(`Building the server for ${runtimeNames[runtime]}`);
    return step('The build of the server', dotnet('build', 'src/Standalone/Standalone.csproj', release, { runtime, signal }));
  };
  await whenChanged(serverStamp(runtime), serverSources(), binaryOf('Standalone', runtime), build);
}

async function buildBalancer(runtime, say, signal) {
  const build = () => {
    say('Building the load balancer');
    return step('The build of the load balancer', dotnet('build', 'src/LoadBalancer/LoadBalancer.csproj', release, { runtime, signal }));
  };
  await whenChanged(balancerStamp(runtime), serverSources(), binaryOf('LoadBalancer', runtime), build);
}

/** Builds the server, its tests and everything else of the solution; a warning is an error. */
async function buildSolution(runtime, say, signal) {
  const inputs = fingerprint(serverSources());
  say(`Building the solution for ${runtimeNames[runtime]}`);
  const building = dotnet('build', 'OrleansChat.sln', [...release, '-warnaserror'], { runtime, signal });
  await step('The build of OrleansChat.sln', building);
  for (const stamp of [serverStamp(runtime), balancerStamp(runtime), backupStamp(runtime)]) remember(stamp, inputs);
}

const serverStamp = (runtime) => `server-${runtime}`;
const balancerStamp = (runtime) => `balancer-${runtime}`;
const backupStamp = (runtime) => `backup-${runtime}`;
const serverSources = () =>
  readdirSync(join(root, 'src')).map((name) => join(root, 'src', name)).filter((folder) => folder !== clientFolder);

/** Runs the parts side by side; when one fails the others are ended, and the first failure is thrown. */
async function together(signal, parts) {
  const failed = new AbortController();
  const abort = AbortSignal.any([signal, failed.signal]);
  let first;
  await Promise.all(parts.map((part) => part(abort).catch((error) => {
    first ??= error;
    failed.abort();
  })));
  if (first) throw first;
}

async function step(title, running) {
  const { code, output } = await running;
  if (code !== 0) throw new Failure(`${title} failed (exit code ${code}):\n\n${output.trimEnd()}`);
}

/** Runs `build` unless its product exists and the sources are those of the last time. */
async function whenChanged(name, sources, product, build) {
  const inputs = fingerprint(sources);
  const stamp = join(cacheFolder, `${name}.inputs`);
  if (existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  rmSync(stamp, { force: true });
  await build();
  remember(name, inputs);
}

function remember(name, inputs) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(join(cacheFolder, `${name}.inputs`), inputs);
}

/** A hash of the names, sizes and times of all source files. */
function fingerprint(folders) {
  const hash = createHash('sha256').update(restoreConfig ?? '');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) outputFolders.has(entry.name) || walk(join(folder, entry.name));
      else if (entry.isFile() && !generatedFiles.has(entry.name)) add(join(folder, entry.name));
    }
  };
  folders.forEach(walk);
  buildFiles.map((name) => join(root, name)).filter((path) => existsSync(path)).forEach(add);
  return hash.digest('hex');
}
