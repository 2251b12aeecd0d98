import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isRunning, sendSignal } from '../lib/processes.mjs';
import { scriptsFolder } from '../lib/paths.mjs';
import { entries, finish, privateFolder, processesOn, start } from './support.mjs';

const up = (...args) => [join(scriptsFolder, 'up'), args];
const account = { username: 'margarete', password: 'a long enough pass phrase' };

describe('scripts/up refuses', () => {
  const refusals = {
    'an unknown option': [['--colour', 'red'], /Unknown option '--colour'[^]*usage: scripts\/up/],
    'an unknown argument': [['now'], /Unknown argument 'now'[^]*usage: scripts\/up/],
    'a port that is no number': [['--port', 'http'], /--port is a number from 0 to 65535, not 'http'/],
    'an unknown runtime': [['--runtime', 'erlang'], /The runtime is orleans or inprocess, not "erlang"/],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const script = await finish(...up(...args));
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
    });
  }

  test('a port that is taken', async (t) => {
    const holder = createServer().listen(0, '127.0.0.1');
    t.after(() => holder.close());
    await once(holder, 'listening');
    const folder = privateFolder(t);
    const script = await finish(...up('--port', String(holder.address().port), '--data', folder));

    assert.match(script.output, /^Port \d+ is taken by another process/);
    assert.equal(script.exitCode, 2);
    assert.deepEqual(entries(folder), []);
  });
});

describe('scripts/up', () => {
  test('has the data of the last run, and leaves no process when stopped by Ctrl-C or SIGTERM', async (t) => {
    const folder = privateFolder(t);
    const first = await ready(folder);
    assert.equal((await post(first.url, '/api/auth/register', account)).status, 201);
    assert.match(await (await fetch(first.url)).text(), /<html/i);
    sendSignal(first.script.pid, 'SIGINT');
    await leavesNothing(first.script, folder, 0);

    const second = await ready(folder);
    assert.equal((await post(second.url, '/api/auth/login', account)).status, 200);
    sendSignal(second.script.pid, 'SIGTERM');
    await leavesNothing(second.script, folder, 0);
  });

  test('names the process that already runs on a folder', async (t) => {
    const folder = privateFolder(t);
    const { script } = await ready(folder);
    const second = await finish(...up('--port', '0', '--data', folder));

    assert.match(second.output, new RegExp(`is in use by another scripts/up \\(process ${script.pid}\\)`));
    assert.equal(second.exitCode, 1);
  });

  test('copes with what a killed run has left, and says so when the server dies', async (t) => {
    const folder = privateFolder(t);
    const killed = await ready(folder);
    assert.equal((await post(killed.url, '/api/auth/register', account)).status, 201);
    sendSignal(killed.script.pid, 'SIGKILL');
    await killed.script.exited;
    const left = processesOn(folder);
    assert.ok(left.length > 1);

    const next = await ready(folder);
    assert.deepEqual(left.filter(isRunning), []);
    assert.equal((await post(next.url, '/api/auth/login', account)).status, 200);

    sendSignal(serverOn(folder), 'SIGKILL');
    await leavesNothing(next.script, folder, 1);
    assert.match(next.script.output, /The server has ended by itself/);
  });

  test('leaves nothing when stopped while it starts', async (t) => {
    const folder = privateFolder(t);
    const script = start(...up('--port', '0', '--data', folder));
    await script.printed(/Starting the server/);
    sendSignal(script.pid, 'SIGTERM');
    await leavesNothing(script, folder, 143);
  });
});

async function ready(folder) {
  const script = start(...up('--port', '0', '--data', folder));
  const [, url] = await script.printed(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m);
  return { script, url };
}

async function leavesNothing(script, folder, exitCode) {
  await script.exited;
  assert.equal(script.exitCode, exitCode, script.output);
  assert.deepEqual(processesOn(folder), []);
}

const serverOn = (folder) => Number(readFileSync(join(folder, 'script.pid'), 'utf8').split('\n')[1]);

const post = (url, path, body) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
