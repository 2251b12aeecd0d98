import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { scriptsFolder } from '../lib/paths.mjs';
import { sendSignal } from '../lib/processes.mjs';
import { entries, finish, privateFolder, processesOn, start } from './support.mjs';

const script = (name, ...args) => [join(scriptsFolder, name), args];
const account = { username: 'margarete', password: 'a long enough pass phrase' };

describe('scripts/backup and scripts/restore refuse', () => {
  const refusals = {
    'a backup with an unknown option': ['backup', ['--colour', 'red'], 2, /Unknown option '--colour'[^]*usage: scripts\/backup/],
    'a backup without something that there is not': ['backup', ['--without', 'people'], 2, /--without names keys or blobs/],
    'a restore without an archive': ['restore', [], 2, /Name the archive with --from/],
    'a restore from a file that is not there': ['restore', ['--from', '/nowhere.zip'], 1, /There is no file \/nowhere\.zip/],
    'a report without a verification': ['restore', ['--from', '/nowhere.zip', '--json', 'x'], 2, /--json is for --verify/],
  };
  for (const [what, [name, args, code, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const run = await finish(...script(name, ...args));
      assert.match(run.output, message);
      assert.equal(run.exitCode, code);
    });
  }

  test('a folder with no data', async (t) => {
    const run = await finish(...script('backup', '--data', privateFolder(t)));
    assert.match(run.output, /There is no PostgreSQL in .*--data/);
    assert.equal(run.exitCode, 1);
  });
});

describe('scripts/backup and scripts/restore', () => {
  test('bring a running installation into another folder, verified before', async (t) => {
    const [folder, other] = [privateFolder(t), privateFolder(t)];
    const first = await ready(folder);
    assert.equal((await post(first.url, '/api/auth/register', account)).status, 201);
    const backup = await finish(...script('backup', '--data', folder));
    assert.equal(backup.exitCode, 0, backup.output);
    const archive = join(folder, 'backups', readdirSync(join(folder, 'backups'))[0]);
    assert.equal(statSync(archive).mode & 0o777, 0o600);

    const report = join(folder, 'report.json');
    const verified = await finish(...script('restore', '--verify', '--source', '--data', folder, '--from', archive, '--json', report));
    assert.equal(verified.exitCode, 0, verified.output);
    assert.match(verified.output, /✓ a server starts on it and is ready/);
    const { verdict, server, checks } = JSON.parse(readFileSync(report, 'utf8'));
    assert.deepEqual([verdict, server], ['same', 'ready']);
    assert.ok(checks.every(({ different }) => different === 0) && checks.length >= 8);

    const onto = await finish(...script('restore', '--data', folder, '--from', archive));
    assert.match(onto.output, /is in use by another|runs on/);
    assert.equal(onto.exitCode, 1);
    await stop(first.script, folder);

    const restored = await finish(...script('restore', '--data', other, '--from', archive));
    assert.equal(restored.exitCode, 0, restored.output);
    const second = await ready(other);
    assert.equal((await post(second.url, '/api/auth/login', account)).status, 200);
    await stop(second.script, other);

    // Stopped, and with a hole in its file.
    const offline = await finish(...script('backup', '--data', other, '--to', join(other, 'offline.zip'), '--without', 'keys'));
    assert.equal(offline.exitCode, 0, offline.output);
    const bytes = readFileSync(archive);
    writeFileSync(archive, bytes.subarray(0, bytes.length - 100));
    const damaged = await finish(...script('restore', '--verify', '--from', archive));
    assert.match(damaged.output, /is damaged, cut off, or no backup/);
    assert.equal(damaged.exitCode, 1);
    assert.deepEqual(processesOn(other), []);
    assert.ok(!entries(other).includes('script.pid'));
  });
});

async function ready(folder) {
  const running = start(...script('up', '--port', '0', '--data', folder));
  const [, url] = await running.printed(/^ready (http:\S+)$/m);
  return { script: running, url };
}

async function stop(running, folder) {
  sendSignal(running.pid, 'SIGTERM');
  await running.exited;
  assert.equal(running.exitCode, 0);
  assert.deepEqual(processesOn(folder), []);
}

const post = (url, path, body) => fetch(`${url}${path}`, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});
