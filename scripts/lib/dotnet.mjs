import { resolve } from 'node:path';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * CHAT_RESTORE_CONFIG: path of a NuGet.Config that names your own package feed. It goes to every restore and build; none
 * is committed, so without it NuGet's usual configuration applies.
 */
export const restoreConfig = process.env.CHAT_RESTORE_CONFIG ? resolve(process.env.CHAT_RESTORE_CONFIG) : null;
const restoreArguments = restoreConfig ? [`-p:RestoreConfigFile=${restoreConfig}`] : [];

/** The environment of dotnet commands: the chosen runtime, and no build server that outlives its command. */
export const dotnetEnvironment = (runtime) => ({
  ...process.env,
  ActorRuntime: runtime,
  MSBUILDDISABLENODEREUSE: '1',
  UseSharedCompilation: 'false',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_CLI_UI_LANGUAGE: 'en',
  DOTNET_NOLOGO: '1',
});

/** Restores or builds a project or solution; resolves to `{ code, output }`. */
export const dotnet = (command, project, args, { runtime, signal, cwd = root }) =>
  run('dotnet', [command, project, ...args, ...restoreArguments], { cwd, env: dotnetEnvironment(runtime), signal });

/** Throws a Failure that says what to install, unless an SDK is there that global.json accepts. */
export async function requireDotnet(signal) {
  const { code, output } = await run('dotnet', ['--version'], { cwd: root, env: dotnetEnvironment(), signal });
  if (code === 0) return;
  const found = code === 127 ? 'was not found' : `was not found among the installed SDKs:\n\n${output.trim()}\n`;
  throw new Failure(`The .NET 10 SDK is needed and ${found}: https://dotnet.microsoft.com/download/dotnet/10.0`);
}
