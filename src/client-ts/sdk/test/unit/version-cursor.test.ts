import { describe, expect, it } from 'vitest';
import { VersionCursor } from '../../src/sync/version-cursor.js';

describe('a version cursor', () => {
  it('advances with contiguous versions', () => {
    const cursor = new VersionCursor(4);
    [5, 6, 6, 3].forEach((version) => cursor.see(version));
    expect(cursor.known).toBe(6);
    expect(cursor.hasGap).toBe(false);
  });

  it('stays before a gap until the gap is filled', () => {
    const cursor = new VersionCursor(4);
    [7, 8].forEach((version) => cursor.see(version));
    expect(cursor.known).toBe(4);
    expect(cursor.hasGap).toBe(true);
    [5, 6].forEach((version) => cursor.see(version));
    expect(cursor.known).toBe(8);
    expect(cursor.hasGap).toBe(false);
  });

  it('counts in what it saw when a sync fills the gap', () => {
    const cursor = new VersionCursor(4);
    [7, 9].forEach((version) => cursor.see(version));
    cursor.advance(6);
    expect(cursor.known).toBe(7);
    expect(cursor.hasGap).toBe(true);
    cursor.advance(9);
    expect(cursor.known).toBe(9);
    expect(cursor.hasGap).toBe(false);
  });

  it('never goes back', () => {
    const cursor = new VersionCursor(4);
    cursor.advance(2);
    cursor.see(1);
    expect(cursor.known).toBe(4);
  });
});
