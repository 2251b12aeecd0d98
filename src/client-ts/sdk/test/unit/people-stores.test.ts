import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../src/platform/logger.js';
import { ContactsStore } from '../../src/stores/contacts-store.js';
import { PresenceStore } from '../../src/stores/presence-store.js';
import { ReceiptCountsStore } from '../../src/stores/receipt-counts-store.js';
import { ReceiptsStore } from '../../src/stores/receipts-store.js';
import { TypingStore } from '../../src/stores/typing-store.js';
import { TypingReporter } from '../../src/sync/typing-reporter.js';
import { contact, conversationId, user } from './builders.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('contacts', () => {
  it('change by pushes, and go when they are removed', () => {
    const store = new ContactsStore();
    store.apply(contact('u.1', 'pendingIncoming', '2024-01-01T00:00:00Z'));
    store.apply(contact('u.1', 'accepted', '2024-01-01T00:00:01Z'));
    expect(store.get().get('u.1')?.status).toBe('accepted');
    store.apply(contact('u.1', 'removed', '2024-01-01T00:00:01.000001Z'));
    expect(store.get().size).toBe(0);
  });

  it('do not go back when a push arrives later than a sync that knew more, nor the other way round', () => {
    const store = new ContactsStore();
    store.applyAll([contact('u.1', 'accepted', '2024-01-01T00:00:00.12Z')]);
    store.apply(contact('u.1', 'pendingIncoming', '2024-01-01T00:00:00.1199Z'));
    expect(store.get().get('u.1')?.status).toBe('accepted');
    store.apply(contact('u.1', 'removed', '2024-01-01T00:00:00.120001Z'));
    store.applyAll([contact('u.1', 'accepted', '2024-01-01T00:00:00.12Z')]);
    expect(store.get().size).toBe(0);
  });

  it('are replaced as a whole, but for those that are known better', () => {
    const store = new ContactsStore();
    store.applyAll([contact('u.1', 'blocked'), contact('u.2')]);
    store.replace([contact('u.1'), contact('u.3'), contact('u.4')], new Set(['u.1', 'u.4']));
    expect([...store.get()].map(([id, { status }]) => [id, status]).sort()).toEqual([
      ['u.1', 'blocked'],
      ['u.3', 'accepted'],
    ]);
  });
});

describe('presence', () => {
  it('believes pushes more than profiles', () => {
    const store = new PresenceStore();
    store.apply({ userId: 'u.1', online: true, lastSeenAt: null });
    store.see([
      { ...user('u.1'), online: false, lastSeenAt: null },
      { ...user('u.2'), online: false, lastSeenAt: '2024-01-01T00:00:00Z' },
      user('u.3'),
    ]);
    expect([...store.get()]).toEqual([
      ['u.1', { online: true, lastSeenAt: null }],
      ['u.2', { online: false, lastSeenAt: '2024-01-01T00:00:00Z' }],
    ]);
  });

  it('is nobody for a new connection, until profiles and pushes tell', () => {
    const store = new PresenceStore();
    store.apply({ userId: 'u.1', online: true, lastSeenAt: null });
    store.apply({ userId: 'u.2', online: false, lastSeenAt: '2024-01-01T00:00:00Z' });
    store.reset();
    expect([...store.get()]).toEqual([
      ['u.1', { online: false, lastSeenAt: null }],
      ['u.2', { online: false, lastSeenAt: '2024-01-01T00:00:00Z' }],
    ]);
    store.see([{ ...user('u.1'), online: true, lastSeenAt: null }, user('u.2')]);
    expect([...store.get()]).toEqual([['u.1', { online: true, lastSeenAt: null }]]);
  });
});

describe('typing', () => {
  it('ends by itself when the end got lost, and goes on when it is told again', () => {
    const store = new TypingStore();
    store.apply({ conversationId, userId: 'u.1', typing: true });
    vi.advanceTimersByTime(5_000);
    store.apply({ conversationId, userId: 'u.1', typing: true });
    store.apply({ conversationId, userId: 'u.2', typing: true });
    vi.advanceTimersByTime(5_000);
    expect(store.get().get(conversationId)).toEqual(['u.1', 'u.2']);
    store.apply({ conversationId, userId: 'u.2', typing: false });
    expect(store.get().get(conversationId)).toEqual(['u.1']);
    vi.advanceTimersByTime(1_000);
    expect(store.get().size).toBe(0);
  });

  it('is told at once, then every three seconds, and its end once', () => {
    const report = vi.fn(() => Promise.resolve());
    const reporter = new TypingReporter({ report, now: Date.now, logger: silentLogger });
    reporter.set(conversationId, false);
    for (let key = 0; key < 40; key++, vi.advanceTimersByTime(100)) reporter.set(conversationId, true);
    reporter.set(conversationId, false);
    reporter.set(conversationId, false);
    expect(report.mock.calls).toEqual([
      [conversationId, true],
      [conversationId, true],
      [conversationId, false],
    ]);
  });
});

describe('receipts', () => {
  const member = (id: string, readSeq: number) =>
    ({ user: user(id), role: 'member', joinedAt: '', deliveredSeq: readSeq, readSeq }) as const;

  it('only move forward, and go with the members', () => {
    const store = new ReceiptsStore();
    store.apply({ conversationId, userId: 'u.1', deliveredSeq: 9, readSeq: 7 });
    store.setMembers(conversationId, [member('u.1', 5), member('u.2', 3)]);
    expect(store.get().get(conversationId)?.get('u.1')).toEqual({ deliveredSeq: 9, readSeq: 7 });
    store.setMembers(conversationId, [member('u.2', 4)]);
    expect([...(store.get().get(conversationId) ?? [])]).toEqual([['u.2', { deliveredSeq: 4, readSeq: 4 }]]);
  });
});

describe('counts of receipts', () => {
  it('only grow, and are kept of the newest messages', () => {
    const store = new ReceiptCountsStore();
    store.apply({ conversationId, seq: 1, deliveredCount: 5, readCount: 2 });
    store.apply({ conversationId, seq: 1, deliveredCount: 4, readCount: 3 });
    expect(store.get().get(conversationId)?.get(1)).toEqual({ deliveredCount: 5, readCount: 3 });
    for (let seq = 2; seq <= 101; seq++) store.apply({ conversationId, seq, deliveredCount: 1, readCount: 0 });
    expect(store.get().get(conversationId)?.size).toBe(100);
    expect(store.get().get(conversationId)?.has(1)).toBe(false);
  });
});
