import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { scriptsFolder } from '../lib/paths.mjs';
import { sendSignal } from '../lib/processes.mjs';
import { entries, finish, privateFolder, processesOn, start } from './support.mjs';

const chaos = (...args) => [join(scriptsFolder, 'chaos'), args];

describe('scripts/chaos refuses', () => {
  const refusals = {
    'an unknown option': [['--colour', 'red'], /Unknown option '--colour'[^]*usage: scripts\/chaos/],
    'an unknown argument': [['now'], /Unknown argument 'now'[^]*usage: scripts\/chaos/],
    'a time that is no number': [['--minutes', 'ten'], /--minutes is a number from 0\.5 to 120, not 'ten'/],
    'a seed that is no whole number': [['--seed', '1.5'], /--seed is a number from 0 to 2147483647, not '1\.5'/],
    'an odd number of users': [['--users', '5'], /--users is an even number, not '5'/],
    'an unknown runtime': [['--runtime', 'erlang'], /The runtime is orleans or inprocess, not "erlang"/],
    'a check with a run': [['--check', 'x', '--minutes', '1'], /--check stands alone/],
    'a check of nothing': [['--check', '/nowhere/run.json'], /\/nowhere\/run\.json does not exist\. Name a file/],
    'a file in a folder that is not there': [['--json', '/nowhere/run.json'], /\/nowhere\/run\.json cannot be written \(ENOENT\)/],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const script = await finish(...chaos(...args));
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
    });
  }

  test('several silos in one process', async () => {
    const script = await finish(...chaos('--silos', '3'), { env: { ActorRuntime: 'InProcess' } });
    assert.match(script.output, /The in-process runtime is one process: leave out --silos/);
    assert.equal(script.exitCode, 2);
  });
});

test('scripts/chaos leaves nothing when stopped by Ctrl-C', async (t) => {
  const folder = privateFolder(t);
  const script = start(...chaos('--users', '4', '--seed', '1'), { env: { TMPDIR: folder } });
  t.after(() => sendSignal(script.pid, 'SIGTERM'));
  // It builds first.
  await script.printed(/Starting PostgreSQL/, 240);
  await script.printed(/Gathering 4 users/);
  await script.printed(/\d+\.\d s  acked \d+/);
  sendSignal(script.pid, 'SIGINT');
  await script.exited;

  assert.match(script.output, /there is no verdict/);
  assert.equal(script.exitCode, 130);
  // .NET itself leaves folders and sockets there.
  assert.deepEqual(entries(folder).filter((name) => name.startsWith('orleanschat-')), []);
  assert.deepEqual(processesOn(folder), []);
});

test('scripts/chaos --help tells every option', async () => {
  const script = await finish(...chaos('--help'));
  for (const option of ['--minutes', '--seed', '--json', '--check', '--runtime', '--silos', '--frontends', '--users', '--rate', '--only'])
    assert.match(script.output, new RegExp(`^  ${option} `, 'm'));
  assert.equal(script.exitCode, 0);
});
