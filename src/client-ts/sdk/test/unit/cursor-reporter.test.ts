import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '../../src/api/errors.js';
import { silentLogger } from '../../src/platform/logger.js';
import { CursorReporter } from '../../src/sync/cursor-reporter.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const report = vi.fn((_conversationId: string, _seq: number): Promise<void> => Promise.resolve());
  const reporter = new CursorReporter({ report, logger: silentLogger });
  reporter.resume();
  return { report, reporter, pass: () => vi.advanceTimersByTimeAsync(1_000) };
}

describe('a cursor', () => {
  it('is told once, with the greatest seq, and never goes back', async () => {
    const { report, reporter, pass } = open();
    [3, 5, 4].forEach((seq) => reporter.want('d.1', seq));
    await pass();
    reporter.want('d.1', 5);
    reporter.want('d.1', 2);
    await pass();
    expect(report.mock.calls).toEqual([['d.1', 5]]);
  });

  it('is kept for the next connection', async () => {
    const { report, reporter, pass } = open();
    report.mockRejectedValueOnce(networkError('down'));
    reporter.want('d.1', 5);
    await pass();
    reporter.pause();
    reporter.want('d.1', 6);
    await pass();
    reporter.resume();
    await pass();
    expect(report.mock.calls).toEqual([
      ['d.1', 5],
      ['d.1', 6],
    ]);
  });

  it('is told again while the connection stays', async () => {
    const { report, reporter } = open();
    report.mockRejectedValueOnce(new ApiError('unavailable', 'busy', { retryAfter: 8_000 }));
    reporter.want('d.1', 5);
    await vi.advanceTimersByTimeAsync(8_299);
    expect(report).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1);
    expect(report.mock.calls).toEqual([
      ['d.1', 5],
      ['d.1', 5],
    ]);
  });

  it('of somebody who has signed out meanwhile does not count for the next person', async () => {
    const { report, reporter, pass } = open();
    let answer = () => {};
    report.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    reporter.want('d.1', 5);
    await pass();
    reporter.clear();
    answer();
    await pass();
    reporter.resume();
    reporter.want('d.1', 3);
    await pass();
    expect(report.mock.calls.at(-1)).toEqual(['d.1', 3]);
  });

  it('is dropped when the server refuses it', async () => {
    const { report, reporter, pass } = open();
    report.mockRejectedValueOnce(new ApiError('not_found', 'gone'));
    reporter.want('d.1', 5);
    reporter.want('d.2', 1);
    await pass();
    expect(report.mock.calls).toEqual([
      ['d.1', 5],
      ['d.2', 1],
    ]);
  });
});
