import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const scriptsFolder = join(root, 'scripts');
export const clientFolder = join(root, 'src/client-ts');
export const webRoot = join(clientFolder, 'web/dist');
/** What checks and applies deployments, with npm packages of its own. */
export const deployFolder = join(scriptsFolder, 'lib/deploy');
/** What the scripts remember between runs; may be removed at any time. */
export const cacheFolder = join(root, '.cache');

/** A test program that a build for this actor runtime makes. */
export const testBinary = (project, runtime) =>
  join(root, `tests/${project}/bin/${runtime}/Release/net10.0/OrleansChat.${project}.dll`);

/** What a build of one of the hosts or tools (Standalone, Silo, WebFrontend, LoadBalancer, Backup) for this actor runtime makes. */
export const binaryOf = (host, runtime) => join(root, `src/${host}/bin/${runtime}/Release/net10.0/OrleansChat.${host}.dll`);

/** A path as the reader would type it. */
export function shown(path) {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
