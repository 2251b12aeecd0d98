import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseCores } from '../lib/cores.mjs';
import { scriptsFolder } from '../lib/paths.mjs';
import { sendSignal } from '../lib/processes.mjs';
import { entries, finish, privateFolder, processesOn, start } from './support.mjs';

const bench = (...args) => [join(scriptsFolder, 'bench'), args];
const scenarios = ['limits', 'direct', 'group', 'hot', 'idle', 'storm', 'history', 'search', 'scale'];

describe('scripts/bench refuses', () => {
  const refusals = {
    'an unknown option': [['--colour', 'red'], /Unknown option '--colour'[^]*usage: scripts\/bench/],
    'an unknown scenario': [['direct', 'indirect'], /There is no scenario 'indirect'\. There are: limits, direct, /],
    'a file in a folder that is not there': [['--json', '/nowhere/run.json'], /\/nowhere\/run\.json cannot be written \(ENOENT\)/],
  };
  for (const [what, [args, message]] of Object.entries(refusals)) {
    test(what, async () => {
      const script = await finish(...bench(...args));
      assert.match(script.output, message);
      assert.equal(script.exitCode, 2);
    });
  }
});

test('scripts/bench --help tells every scenario and option', async () => {
  const script = await finish(...bench('--help'));
  for (const name of [...scenarios, '--quick', '--json', '--svg']) assert.match(script.output, new RegExp(`^  ${name} `, 'm'));
  assert.equal(script.exitCode, 0);
});

test('the list of cores that the kernel gives is read', () => {
  assert.deepEqual(parseCores('0-3'), [0, 1, 2, 3]);
  assert.deepEqual(parseCores('1,4-5,7\n'), [1, 4, 5, 7]);
});

// The embedded runtime only: a start of Orleans more would say nothing new about the program.
const env = (folder) => ({ env: { ActorRuntime: 'InProcess', CHAT_BENCH_EFFORT: 'tiny', TMPDIR: folder } });

test('scripts/bench measures direct messages, writes figures and a chart, and leaves nothing', async (t) => {
  const folder = privateFolder(t);
  const [json, svg] = [join(folder, 'figures.json'), join(folder, 'chart.svg')];
  const script = await finish(...bench('direct', '--json', json, '--svg', svg), env(folder));

  assert.equal(script.exitCode, 0, script.output);
  const { info, direct } = JSON.parse(readFileSync(json, 'utf8'));
  assert.equal(info.effort, 'tiny');
  assert.notEqual(info.serverCore, info.generatorCore);
  assert.ok(direct.messagesPerSecond > 0);
  assert.ok(direct.baseline.messagesPerSecond.median > 0);
  assert.ok(direct.ratio > 0);
  assert.ok(direct.cpuMsPerMessage.postgres > 0);
  assert.ok(direct.ackMs.p50 > 0 && direct.ackMs.p50 <= direct.ackMs.p99);
  assert.equal(direct.missingDeliveries, 0);
  assert.equal(direct.refused, 0);
  assert.match(readFileSync(svg, 'utf8'), /^<svg [^]*OrleansChat[^]*baseline[^]*<\/svg>\n$/);
  assert.deepEqual(entries(folder).filter((name) => name.startsWith('orleanschat-')), []);
  assert.deepEqual(processesOn(folder), []);
});

test('scripts/bench leaves nothing when stopped by Ctrl-C', async (t) => {
  const folder = privateFolder(t);
  const script = start(...bench('direct', '--quick'), { env: { ActorRuntime: 'InProcess', TMPDIR: folder } });
  t.after(() => sendSignal(script.pid, 'SIGTERM'));
  // It builds first.
  await script.printed(/warm-up/, 240);
  sendSignal(script.pid, 'SIGINT');
  await script.exited;

  assert.equal(script.exitCode, 130);
  assert.deepEqual(entries(folder).filter((name) => name.startsWith('orleanschat-')), []);
  assert.deepEqual(processesOn(folder), []);
});
