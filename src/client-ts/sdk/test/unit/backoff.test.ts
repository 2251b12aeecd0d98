import { describe, expect, it } from 'vitest';
import { backoff } from '../../src/platform/backoff.js';

describe('backoff', () => {
  it('spreads the first try over half a second', () => {
    expect(backoff(0, () => 0)).toBe(0);
    expect(backoff(0, () => 0.999)).toBeLessThanOrEqual(500);
  });

  it('doubles its bound up to 30 seconds', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => backoff(attempt, () => 1));
    expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
});
