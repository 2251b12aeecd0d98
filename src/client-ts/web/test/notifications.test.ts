import type { News } from '@orleanschat/sdk';
import { describe, expect, test, vi } from 'vitest';
import { badgeText } from '../src/notifications/badge';
import { notificationText } from '../src/notifications/notification-text';
import { oneTab } from '../src/notifications/one-tab';
import { sees, shouldNotify } from '../src/notifications/should-notify';
import { showLatest } from '../src/notifications/show-latest';
import { pageTitleText } from '../src/app/page-title-text';
import { conversation, message } from './builders';

const news = (change: Partial<News> = {}): News => ({
  message: message({ content: 'Hello' }),
  conversation: conversation({ kind: 'group', name: 'Sunday walk' }),
  mentionsMe: false,
  ...change,
});

describe('who is told', () => {
  test.each([
    ['a hidden page sees nothing', { visible: false, focused: false, openId: 'd.1' }, false],
    ['a page in use sees all', { visible: true, focused: true, openId: null }, true],
    ['a page at the side sees the conversation that is open', { visible: true, focused: false, openId: 'd.1' }, true],
    ['a page at the side does not see another one', { visible: true, focused: false, openId: 'd.2' }, false],
  ])('%s', (_, attention, expected) => expect(sees(attention, 'd.1')).toBe(expected));

  test('a muted conversation is silent, unless the person is mentioned', () => {
    const muted = conversation({ muted: true });
    expect(shouldNotify(news())).toBe(true);
    expect(shouldNotify(news({ conversation: muted }))).toBe(false);
    expect(shouldNotify(news({ conversation: muted, mentionsMe: true }))).toBe(true);
  });
});

describe('of several tabs', () => {
  const hidden = { visible: false, focused: false, openId: null };
  const inUse = { visible: true, focused: true, openId: null };

  test('exactly one tells', async () => {
    const locks = new TestLocks();
    const [first, second] = [oneTab(locks.manager), oneTab(locks.manager)];
    expect([await first.tells('d.1'), await second.tells('d.1')]).toEqual([true, false]);
  });

  test('none tells while the person uses one of them', async () => {
    const locks = new TestLocks();
    const [first, second] = [oneTab(locks.manager), oneTab(locks.manager)];
    first.attend(hidden);
    second.attend(inUse);
    expect(await first.tells('d.1')).toBe(false);
    second.attend(hidden);
    await locks.settled();
    expect(await first.tells('d.1')).toBe(true);
  });

  test('without locks each stands for itself', async () => {
    const tab = oneTab(undefined);
    expect(await tab.tells('d.1')).toBe(true);
    tab.attend(inUse);
    expect(await tab.tells('d.1')).toBe(false);
  });
});

describe('what it says', () => {
  test('in a group, who', () => {
    expect(notificationText(news(), 'Ann')).toEqual({ title: 'Sunday walk', body: '\u2068Ann\u2069: \u2068Hello\u2069' });
  });

  test('a mention', () => {
    expect(notificationText(news({ mentionsMe: true }), null).body).toBe('\u2068Somebody\u2069 mentioned you: \u2068Hello\u2069');
  });

  test('an image without words', () => {
    const direct = conversation({ kind: 'direct', name: null });
    expect(notificationText(news({ conversation: direct, message: message({ content: '' }) }), 'Ann')).toEqual({
      title: 'Ann',
      body: 'Image',
    });
  });

  test('a long text is cut', () => {
    const text = notificationText(news({ message: message({ content: 'long '.repeat(1_000) }) }), 'Ann').body;
    expect(text.length).toBeLessThan(220);
    expect(text).toContain('…');
  });

  test('the count, in the title and on the icon', () => {
    expect(pageTitleText(null, 0)).toBe('OrleansChat');
    expect(pageTitleText('Settings', 3)).toBe('(3) Settings – OrleansChat');
    expect([badgeText(0), badgeText(7), badgeText(100)]).toEqual(['', '7', '99+']);
  });
});

/** The part of the Web Locks API that tabs use, for tabs of one process: Node has none. */
class TestLocks {
  readonly #held: { name: string; mode: LockMode }[] = [];

  readonly manager = {
    request: (name: string, { mode = 'exclusive' }: LockOptions, work: () => Promise<unknown>) =>
      new Promise<void>((resolve) => {
        const begin = async () => {
          const lock = { name, mode };
          this.#held.push(lock);
          await work();
          this.#held.splice(this.#held.indexOf(lock), 1);
          resolve();
        };
        const isFree = () => this.#held.every((held) => held.name !== name || (held.mode === 'shared' && mode === 'shared'));
        if (isFree()) void begin();
      }),
    query: async () => ({ held: this.#held }),
  } as unknown as LockManager;

  /** When locks that were given back are gone. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('what takes long to show', () => {
  test('is shown one at a time, the latest of what came meanwhile, and nothing twice', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const next = async (count: number) => {
      await vi.waitFor(() => expect(begun).toHaveLength(count));
      ends[count - 1]?.();
    };
    const show = showLatest(
      (text: string) => new Promise<void>((resolve) => (begun.push(text), ends.push(resolve))),
      0,
      () => {},
    );
    for (const text of ['1', '2', '3']) show(text);
    await next(1);
    await next(2);
    expect(begun).toEqual(['1', '3']);
    show('3');
    show('4');
    await next(3);
    expect(begun).toEqual(['1', '3', '4']);
  });

  test('goes on after a failure', async () => {
    const failures: unknown[] = [];
    const begun: string[] = [];
    const show = showLatest(
      async (text: string) => {
        begun.push(text);
        if (text === 'bad') throw new Error('No.');
      },
      0,
      (error) => failures.push(error),
    );
    show('bad');
    show('good');
    await vi.waitFor(() => expect(begun).toEqual(['bad', 'good']));
    expect(failures).toHaveLength(1);
  });
});
