import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { dotnet, restoreConfig } from './dotnet.mjs';
import { Failure, usageError } from './failure.mjs';
import { cacheFolder, root } from './paths.mjs';

const runtimes = { orleans: 'Orleans', inprocess: 'InProcess' };
export const runtimeNames = { Orleans: 'Orleans', InProcess: 'the in-process runtime' };
const packageNotFound = /error NU110[123]/;
const retryAfterMilliseconds = 3_600_000;
const probeTimeoutMilliseconds = 90_000;

/**
 * The actor runtime to build for, `Orleans` or `InProcess`: the environment variable ActorRuntime, else `option`, else
 * Directory.Build.user.props, else Orleans when the package feed has it. `say` is told when it is asked and has not.
 */
export async function chooseRuntime({ option, usage, signal, say }) {
  const chosen = process.env.ActorRuntime || option || userProps();
  if (chosen) return parseRuntime(chosen, usage);

  const { version, packages } = orleansPackages();
  const answer = await probe(version, packages, say, signal);
  if (answer === 'present') return runtimes.orleans;
  const reason = answer === 'absent' ? 'is not in your package feed' : 'could not be looked up in your package feed';
  say(`Orleans ${version} ${reason}: using the in-process runtime (README: Orleans)`);
  return runtimes.inprocess;
}

/** What asks for the runtime by name: a variable, an option or a file; null when the package feed decides. */
export const chosenBy = (option) =>
  process.env.ActorRuntime ? 'ActorRuntime' : option ? '--runtime' : userProps() ? 'Directory.Build.user.props' : null;

/** Throws a Failure that says how to get Orleans, unless it is the runtime: only Orleans makes a cluster. */
export function requireOrleans(runtime, by) {
  if (runtime === runtimes.orleans) return;
  const { version } = orleansPackages();
  throw new Failure(by
    ? `A cluster needs Orleans; the in-process runtime, which ${by} asks for, is for one process.\n`
      + `Say --runtime orleans${by === '--runtime' ? '' : `, without ${by}`}.`
    : `A cluster needs Orleans, and your package feed has no Orleans ${version}.\n`
      + 'nuget.org has it: set CHAT_RESTORE_CONFIG to the path of a NuGet.Config that names https://api.nuget.org/v3/index.json,\n'
      + 'or a feed of yours that mirrors it, and start again with --runtime orleans.\n'
      + 'One process runs without: leave out --silos and --frontends.', 2);
}

export function parseRuntime(text, usage) {
  const runtime = runtimes[text.toLowerCase()];
  if (!runtime) throw usageError(`The runtime is orleans or inprocess, not "${text}".`, usage);
  return runtime;
}

function userProps() {
  const file = join(root, 'Directory.Build.user.props');
  return existsSync(file) ? /<ActorRuntime[^>]*>\s*(\w+)\s*</.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

function orleansPackages() {
  const props = readFileSync(join(root, 'Directory.Packages.props'), 'utf8');
  return {
    version: /<OrleansVersion>(.*?)</.exec(props)[1],
    packages: [...props.matchAll(/Include="(Microsoft\.Orleans\.[\w.]+)"/g)].map((match) => match[1]),
  };
}

/** Whether the feed has Orleans: `present`, `absent`, or `unknown` when it did not answer; asked once per feed and version. */
async function probe(version, packages, say, signal) {
  const cacheFile = join(cacheFolder, `orleans-${fingerprint([version, ...packages, ...feedConfiguration()])}.json`);
  const known = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : null;
  if (known && (known.answer !== 'unknown' || Date.now() - known.at < retryAfterMilliseconds)) return known.answer;

  say(`Looking for Orleans ${version} in your package feed`);
  const answer = await restore(version, packages, signal);
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(cacheFile, JSON.stringify({ answer, at: Date.now() }));
  return answer;
}

/** Restores a project of its own, inside the repository so that the same NuGet.Config applies, but apart from its build. */
async function restore(version, packages, signal) {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'probe-'));
  const timeout = AbortSignal.timeout(probeTimeoutMilliseconds);
  try {
    for (const name of ['Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props'])
      writeFileSync(join(folder, name), '<Project />\n');
    writeFileSync(join(folder, 'Probe.csproj'), `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup>${packages.map((name) => `<PackageReference Include="${name}" Version="${version}" />`).join('')}</ItemGroup>
</Project>
`);
    const options = { signal: AbortSignal.any([signal, timeout]), cwd: folder };
    const { code, output } = await dotnet('restore', 'Probe.csproj', [], options);
    if (code === 0) return 'present';
    return packageNotFound.test(output) ? 'absent' : 'unknown';
  } catch (error) {
    if (timeout.aborted && !signal.aborted) return 'unknown';
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The content of every NuGet configuration that applies here. */
function feedConfiguration() {
  const files = [restoreConfig, join(homedir(), '.nuget/NuGet/NuGet.Config'), join(homedir(), '.config/NuGet/NuGet.Config')];
  for (let folder = root; ; folder = dirname(folder)) {
    files.push(...['nuget.config', 'NuGet.config', 'NuGet.Config'].map((name) => join(folder, name)));
    if (folder === dirname(folder)) break;
  }
  return files.map((file) => (file && existsSync(file) ? readFileSync(file, 'utf8') : ''));
}

const fingerprint = (parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
