import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runningPostgres, startPostgres, stopPostgres } from '../lib/postgres.mjs';
import { isRunning, sendSignal } from '../lib/processes.mjs';
import { callers } from './callers.mjs';
import { entries, eventually, finish, postgresCli, privateFolder, processesOn, socketDirOf, sql, start } from './support.mjs';

for (const caller of callers()) {
  describe(`the private PostgreSQL of ${caller.name}`, () => {
    test('starts in an empty private folder, keeps its data and leaves nothing when stopped', async (t) => {
      const folder = privateFolder(t, caller.account);
      const first = await started(folder, caller);
      await sql(first, 'CREATE TABLE kept AS SELECT 1 AS value');
      await finished('stop', folder, caller);

      assert.deepEqual(processesOn(folder), []);
      assert.equal(existsSync(socketDirOf(first)), false);
      const second = await started(folder, caller);
      assert.deepEqual(await sql(second, 'SELECT value FROM kept'), [['1']]);
    });

    test('leaves nothing when stopped during its first start, and starts the next time', async (t) => {
      const folder = privateFolder(t, caller.account);
      const script = start(...caller.command(...postgresCli('start', '--data', folder)));
      await eventually(() => entries(folder).some((name) => name.startsWith('postgres.init-')), 'initdb to start');
      sendSignal(script.pid, 'SIGTERM');
      await script.exited;

      assert.equal(script.exitCode, 143);
      assert.deepEqual(processesOn(folder), []);
      assert.deepEqual(entries(folder), []);
      await sql(await started(folder, caller), 'SELECT 1');
    });
  });
}

describe('a private PostgreSQL', () => {
  test('keeps what was committed when everything is killed', async (t) => {
    const { folder, connectionString } = await running(t);
    await sql(connectionString, 'CREATE TABLE kept AS SELECT 1 AS value');
    await killAll(folder);

    const next = await startPostgres({ folder });
    assert.deepEqual(await sql(next.connectionString(), 'SELECT value FROM kept'), [['1']]);
    assert.equal(existsSync(socketDirOf(connectionString)), false);
    await next.stop();
  });

  test('starts although the id in its stale lock file belongs to another process by now', async (t) => {
    const { folder } = await running(t);
    await killAll(folder);
    const { uid, gid } = statSync(join(folder, 'postgres'));
    const stranger = spawn('sleep', ['600'], { uid, gid });
    t.after(() => stranger.kill());
    const lockFile = join(folder, 'postgres/postmaster.pid');
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, stranger.pid));

    const server = await startPostgres({ folder });
    await server.stop();
    assert.equal(isRunning(stranger.pid), true);
  });

  test('takes over from a server whose script was killed', async (t) => {
    const { folder } = await running(t);
    const orphan = runningPostgres(folder).pid;

    const server = await startPostgres({ folder });
    assert.notEqual(server.pid, orphan);
    assert.equal(isRunning(orphan), false);
    await server.stop();
  });

  test('leaves nothing when stopped while it starts on existing data', async (t) => {
    const { folder } = await running(t);
    await stopPostgres(folder);
    const script = start(...postgresCli('start', '--data', folder));
    await eventually(() => existsSync(join(folder, 'postgres/postmaster.pid')), 'PostgreSQL to start');
    sendSignal(script.pid, 'SIGTERM');
    await script.exited;

    assert.equal(script.exitCode, 143);
    assert.deepEqual(processesOn(folder), []);
    assert.equal(existsSync(join(folder, 'postgres/postmaster.pid')), false);
  });

  test('begins anew after an initdb that was killed half-way', async (t) => {
    const folder = privateFolder(t);
    mkdirSync(join(folder, 'postgres.init-killed/base'), { recursive: true });

    const server = await startPostgres({ folder });
    await server.stop();
    assert.deepEqual(entries(folder).sort(), ['logs', 'postgres']);
  });

  test('leaves a folder alone that holds something else', async (t) => {
    const folder = privateFolder(t);
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres/diary.txt'), 'mine');

    await assert.rejects(startPostgres({ folder }), /is not a PostgreSQL data folder/);
    assert.deepEqual(entries(join(folder, 'postgres')), ['diary.txt']);
  });

  test('is named, not started again, when the command line asks twice', async (t) => {
    const { folder, connectionString } = await running(t);
    const again = await finish(...postgresCli('start', '--data', folder));
    assert.equal(again.output.trim(), connectionString);
  });
});

async function running(t) {
  const folder = privateFolder(t);
  return { folder, connectionString: await started(folder) };
}

async function started(folder, caller) {
  return (await finished('start', folder, caller)).output.trim();
}

async function finished(command, folder, caller) {
  const cli = postgresCli(command, '--data', folder);
  const script = await finish(...(caller ? caller.command(...cli) : cli));
  assert.equal(script.exitCode, 0, script.output);
  return script;
}

async function killAll(folder) {
  const pids = processesOn(folder);
  assert.ok(pids.length > 1);
  for (const pid of pids) sendSignal(pid, 'SIGKILL');
  await eventually(() => processesOn(folder).length === 0, 'the processes to end');
}
