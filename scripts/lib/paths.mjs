import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const scriptsFolder = join(root, 'scripts');
export const clientFolder = join(root, 'src/client-ts');
export const webRoot = join(clientFolder, 'web/dist');
/** What the scripts remember between runs; may be removed at any time. */
export const cacheFolder = join(root, '.cache');

/** The server that a build for this actor runtime makes. */
export const serverBinary = (runtime) =>
  join(root, `src/Standalone/bin/${runtime}/Release/net10.0/OrleansChat.Standalone.dll`);

/** The tool behind scripts/backup and scripts/restore. */
export const backupBinary = (runtime) =>
  join(root, `src/Backup/bin/${runtime}/Release/net10.0/OrleansChat.Backup.dll`);
