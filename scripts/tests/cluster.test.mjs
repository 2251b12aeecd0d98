import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { keysOf } from '../lib/keys.mjs';
import { scriptsFolder } from '../lib/paths.mjs';
import { isRunning, sendSignal } from '../lib/processes.mjs';
import { requireOrleans } from '../lib/runtime.mjs';
import { entries, eventually, finish, privateFolder, processesOn, start } from './support.mjs';

const up = (...args) => [join(scriptsFolder, 'up'), args];
const account = { username: 'margarete', password: 'a long enough pass phrase' };

describe('scripts/up refuses', () => {
  const refusals = {
    'a number of silos that is none': [['--silos', 'many'], /--silos is a number from 1 to 20, not 'many'/],
    'too many front-ends': [['--frontends', '21'], /--frontends is a number from 1 to 20, not '21'/],
    'a command without its process': [['stop'], /It is: scripts\/up stop NAME/],
    'to add what there is none of': [['add', 'database'], /Only these can be added: silo, frontend, balancer; not 'database'/],
    'a command with an option of the start': [['status', '--silos', '2'], /scripts\/up status takes no --silos/],
    'a command with too much': [['status', 'silo-1'], /It is: scripts\/up status\n/],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const script = await finish(...up(...args));
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
    });
  }

  const choices = {
    'by the environment': [[], { ActorRuntime: 'InProcess' }, /needs Orleans; .* ActorRuntime asks for/],
    'by an option': [['--runtime', 'inprocess'], { ActorRuntime: '' }, /needs Orleans; .* --runtime asks for[^]*--runtime orleans/],
  };
  for (const [what, [args, env, message]] of Object.entries(choices)) {
    test(`a cluster on the in-process runtime, chosen ${what}`, async (t) => {
      const folder = privateFolder(t);
      const script = await finish(...up('--silos', '3', '--data', folder, ...args), { env });
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
      assert.deepEqual(entries(folder), []);
    });
  }

  test('a cluster where the package feed lacks Orleans, and says where it is', () => {
    assert.throws(() => requireOrleans('InProcess', null), ({ message, exitCode }) =>
      /your package feed has no Orleans \d+\.[^]*nuget\.org has it: set CHAT_RESTORE_CONFIG[^]*--runtime orleans/.test(message) && exitCode === 2);
    requireOrleans('Orleans', null);
  });

  test('a command where nothing runs, and says how to start', async (t) => {
    const script = await finish(...up('status', '--data', privateFolder(t)));
    assert.match(script.output, /No cluster runs on .*\. Start one with scripts\/up --silos 3 --frontends 2/);
    assert.equal(script.exitCode, 1);
  });
});

describe('the keys of a data folder', () => {
  test('are made once, for their owner only', async (t) => {
    const folder = privateFolder(t);
    const keys = await keysOf(folder);
    assert.equal(Buffer.from(keys.Chat__Keys__Names, 'base64').length, 32);
    assert.notEqual(keys.Chat__Keys__Names, keys.Chat__Keys__Signing);
    assert.deepEqual(await keysOf(folder), keys);
    assert.deepEqual(entries(folder), ['keys.json']);
  });
});

// Only Orleans makes a cluster.
if (process.env.ActorRuntime !== 'InProcess') {
  describe('a cluster', () => {
    test('is started, watched, changed and stopped by one command, on the data of one process', { timeout: 600_000 }, async (t) => {
      const folder = privateFolder(t);
      const alone = await ready(folder);
      assert.equal((await post(alone.url, '/api/auth/register', account)).status, 201);
      await stop(alone.script, folder, 0);

      const { script, url } = await ready(folder, '--silos', '2', '--frontends', '2');
      assert.equal((await post(url, '/api/auth/login', account)).status, 200);
      assert.match(await (await fetch(url)).text(), /<html/i);
      for (const name of ['silo-1', 'silo-2', 'frontend-1', 'frontend-2', 'balancer']) {
        const [, address, pid] = new RegExp(`^${name} +(\\S+) +pid (\\d+) +ready`, 'm').exec(script.output);
        assert.ok(isRunning(Number(pid)), `${name} runs`);
        assert.ok(address.includes('127.0.0.1:'));
        assert.ok(existsSync(join(folder, 'logs', `${name}.log`)));
      }

      const status = await command(folder, 0, 'status');
      assert.match(status, /^process +address +pid +state +uptime +memory$/m);
      for (const name of ['postgres', 'silo-1', 'silo-2', 'frontend-1', 'frontend-2', 'balancer'])
        assert.match(status, new RegExp(`^${name} .* ready `, 'm'));
      assert.match(status, /^silo-2 +127\.0\.0\.1:\d+ +Active/m);

      assert.match(await command(folder, 0, 'add', 'silo'), /^silo-3 .* ready/m);
      assert.match(await command(folder, 0, 'stop', 'silo-1'), /silo-1 has stopped after/);
      assert.match(await command(folder, 2, 'stop', 'silo-1'), /No process 'silo-1' runs here\. These do: silo-2, .*silo-3/);
      assert.match(await command(folder, 0, 'kill', 'frontend-1'), /frontend-1 was killed/);
      assert.match(await command(folder, 1, 'stop', 'frontend-2'), /frontend-2 is the last of its kind/);
      assert.match(await command(folder, 0, 'add', 'frontend'), /^frontend-3 .* ready/m);
      assert.match(await command(folder, 1, 'add', 'balancer'), /The load balancer is running/);
      assert.equal((await post(url, '/api/auth/login', account)).status, 200);

      sendSignal(pidOf(script, 'silo-2'), 'SIGKILL');
      await script.printed(/silo-2 has ended by itself \(SIGKILL\)\. The end of .*silo-2\.log[^]*Start another: scripts\/up add silo --data/);
      const after = await command(folder, 0, 'status');
      assert.match(after, /^silo-1 .* ended /m);
      assert.match(after, /^silo-2 .* ended /m);

      await stop(script, folder, 0);
      assert.ok(!existsSync(join(folder, 'up.socket')));
    });

    test('is cleaned up after by the next start when its script was killed, and ends when its last silo does', { timeout: 600_000 }, async (t) => {
      const folder = privateFolder(t);
      const killed = await ready(folder, '--silos', '1', '--frontends', '2');
      sendSignal(killed.script.pid, 'SIGKILL');
      await killed.script.exited;
      const left = processesOn(folder);
      assert.ok(left.length >= 4);
      assert.match(await command(folder, 1, 'status'), /No cluster runs/);

      const next = await ready(folder, '--frontends', '2');
      assert.deepEqual(left.filter(isRunning), []);
      assert.match(await command(folder, 1, 'stop', 'silo-1'), /silo-1 is the last of its kind/);
      await command(folder, 0, 'kill', 'silo-1');
      await next.script.exited;
      assert.equal(next.script.exitCode, 1);
      assert.match(next.script.output, /No silo is left\./);
      assert.deepEqual(processesOn(folder), []);
    });

    test('says which port is taken before it starts anything', async (t) => {
      const holder = createServer().listen(0, '127.0.0.1');
      t.after(() => holder.close());
      await once(holder, 'listening');
      const folder = privateFolder(t);
      const script = await finish(...up('--silos', '2', '--port', String(holder.address().port), '--data', folder));
      assert.match(script.output, /^Port \d+ is taken by another process/);
      assert.equal(script.exitCode, 2);
      assert.deepEqual(entries(folder), []);
    });

    test('leaves nothing when stopped while it starts', async (t) => {
      const folder = privateFolder(t);
      const script = start(...up('--port', '0', '--silos', '2', '--data', folder));
      await eventually(() => existsSync(join(folder, 'script.pid')) && readFileSync(join(folder, 'script.pid'), 'utf8').trim().includes('\n'), 'a silo to start');
      await stop(script, folder, 143);
    });
  });
}

async function ready(folder, ...args) {
  const script = start(...up('--port', '0', '--data', folder, ...args));
  // Many processes start at once.
  const [, url] = await script.printed(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m, 180);
  return { script, url };
}

async function command(folder, exitCode, ...args) {
  const script = await finish(...up(...args, '--data', folder));
  assert.equal(script.exitCode, exitCode, script.output);
  return script.output;
}

async function stop(script, folder, exitCode) {
  sendSignal(script.pid, 'SIGTERM');
  await script.exited;
  assert.equal(script.exitCode, exitCode, script.output);
  assert.deepEqual(processesOn(folder), []);
}

const pidOf = (script, name) => Number(new RegExp(`^${name} .*pid (\\d+)`, 'm').exec(script.output)[1]);

const post = (url, path, body) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
