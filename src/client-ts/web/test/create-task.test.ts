import { ApiError } from '@orleanschat/sdk';
import { createEffect, createRoot } from 'solid-js';
import { describe, expect, test, vi } from 'vitest';
import { createTask } from '../src/ui/create-task';

// In Node there would be the build for servers, in which no effect runs.
vi.mock('solid-js', () => vi.importActual('solid-js/dist/solid.js'));

/** Work that ends when the test says so. */
function heldWork() {
  const started: string[] = [];
  const ends = new Map<string, { resolve: () => void; reject: (error: unknown) => void }>();
  const work = (name: string) =>
    new Promise<void>((resolve, reject) => {
      started.push(name);
      ends.set(name, { resolve, reject });
    });
  return { started, work, finish: (name: string) => ends.get(name)?.resolve(), fail: (name: string, error: unknown) => ends.get(name)?.reject(error) };
}

/** What is due in microtasks has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const refused = (detail = 'No.') => new ApiError('forbidden', detail);

describe('one run', () => {
  test('begins with the call, is busy until it is answered, and says whether it worked', async () => {
    const { started, work, finish } = heldWork();
    const task = createTask('join', () => work('first'));
    const run = task.run();
    expect(started).toEqual(['first']);
    expect(task.busy()).toBe(true);
    finish('first');
    expect(await run).toBe(true);
    expect(task.busy()).toBe(false);
  });

  test('keeps why it was refused until the next one begins', async () => {
    const { work, fail, finish } = heldWork();
    const task = createTask('join', () => work('run'));
    const run = task.run();
    const error = refused();
    fail('run', error);
    expect(await run).toBe(false);
    expect(task.error()).toBe(error);
    const next = task.run();
    expect(task.error()).toBe(null);
    finish('run');
    await next;
  });

  test('that fails by a mistake in the program says so, and the task goes on', async () => {
    const { work, fail, finish } = heldWork();
    const task = createTask('queue', work);
    const run = task.run('first');
    const next = task.run('second');
    fail('first', new TypeError('a mistake'));
    await expect(run).rejects.toThrow('a mistake');
    await settled();
    finish('second');
    expect(await next).toBe(true);
    expect(task.busy()).toBe(false);
  });

  test('in an effect is begun by that effect alone, not again by its own end', async () => {
    let runs = 0;
    const task = createTask('join', async () => {
      runs++;
      throw refused();
    });
    const dispose = createRoot((end) => {
      createEffect(() => void task.run());
      return end;
    });
    await settled();
    expect(runs).toBe(1);
    dispose();
  });
});

describe('a run while another one is unanswered', () => {
  test('joins it where it would do the same', async () => {
    const { started, work, fail } = heldWork();
    const task = createTask('join', () => work(`run ${started.length}`));
    const runs = [task.run(), task.run()];
    expect(started).toEqual(['run 0']);
    fail('run 0', refused());
    expect(await Promise.all(runs)).toEqual([false, false]);
  });

  test('waits in line, and every one is run in its order', async () => {
    const { started, work, finish } = heldWork();
    const task = createTask('queue', work);
    const runs = [task.run('first'), task.run('second'), task.run('third')];
    expect(started).toEqual(['first']);
    finish('first');
    await settled();
    expect(started).toEqual(['first', 'second']);
    expect(task.busy()).toBe(true);
    finish('second');
    await settled();
    finish('third');
    expect(await Promise.all(runs)).toEqual([true, true, true]);
    expect(task.busy()).toBe(false);
  });

  test('is run though the one before it was refused, and does not hide that', async () => {
    const { work, finish, fail } = heldWork();
    const task = createTask('queue', work);
    const runs = [task.run('first'), task.run('second')];
    const error = refused();
    fail('first', error);
    await settled();
    finish('second');
    expect(await Promise.all(runs)).toEqual([false, true]);
    expect(task.error()).toBe(error);
  });

  test('replaces it: it begins at once and both have its outcome, whichever is answered last', async () => {
    for (const order of [
      ['first', 'second'],
      ['second', 'first'],
    ]) {
      const { started, work, finish } = heldWork();
      const signals: AbortSignal[] = [];
      const task = createTask('replace', (replaced, name: string) => {
        signals.push(replaced);
        return work(name);
      });
      const runs = [task.run('first'), task.run('second')];
      expect(started).toEqual(['first', 'second']);
      expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
      expect(task.busy()).toBe(true);
      for (const name of order) {
        finish(name);
        await settled();
        expect(task.busy(), `after ${name}`).toBe(name === 'first' && order[0] === 'first');
      }
      expect(await Promise.all(runs)).toEqual([true, true]);
      expect(task.busy()).toBe(false);
    }
  });

  test('replaces it: what the replaced one fails with is not shown', async () => {
    const { work, finish, fail } = heldWork();
    const task = createTask('replace', (_, name: string) => work(name));
    const runs = [task.run('first'), task.run('second')];
    fail('first', refused());
    await settled();
    expect(task.error()).toBe(null);
    finish('second');
    expect(await Promise.all(runs)).toEqual([true, true]);
  });
});
