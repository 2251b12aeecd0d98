import { spawnSync } from 'node:child_process';
import { lookUpAccount } from '../lib/postgres-launch.mjs';
import { scriptsFolder } from '../lib/paths.mjs';

/**
 * Who calls the scripts in these tests: whoever runs them, and when that is root also `nobody`. `command` turns a command
 * into the arguments of `start` that run it as the caller.
 */
export function callers() {
  if (process.getuid() !== 0) return [{ name: 'an ordinary user', command: (program, args) => [program, args] }];
  const account = lookUpAccount('nobody');
  return [
    { name: 'root', command: (program, args) => [program, args] },
    { name: 'an ordinary user', account, command: asOther(account) },
  ];
}

/** Where the other user may not read this repository or Node (both in root's home), it gets the capability to. */
function asOther(account) {
  const readScripts = `fs.readdirSync(${JSON.stringify(scriptsFolder)})`;
  const probe = spawnSync(process.execPath, ['-e', readScripts], { ...account, cwd: '/' });
  if (probe.status === 0) return (program, args) => [program, args, { as: account }];
  const flags = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return (program, args) => ['setpriv', [...flags, program, ...args]];
}
