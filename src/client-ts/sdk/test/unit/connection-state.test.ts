import { describe, expect, it } from 'vitest';
import type { ConnectionEvent, ConnectionState } from '../../src/connection/connection-state.js';
import { transition } from '../../src/connection/connection-state.js';

const walk = (...events: readonly ConnectionEvent[]) =>
  events.reduce<ConnectionState>(transition, { status: 'offline' });

describe('the connection state', () => {
  it('goes from offline over syncing to online', () => {
    expect(walk({ type: 'connect' })).toEqual({ status: 'connecting' });
    expect(walk({ type: 'connect' }, { type: 'opened' })).toEqual({ status: 'syncing' });
    expect(walk({ type: 'connect' }, { type: 'opened' }, { type: 'synced' })).toEqual({ status: 'online' });
  });

  it('waits for the next try after a loss, wherever it happened', () => {
    const lost = { type: 'lost', until: 5 } as const;
    const waiting = { status: 'reconnecting', until: 5 };
    expect(walk({ type: 'connect' }, lost)).toEqual(waiting);
    expect(walk({ type: 'connect' }, { type: 'opened' }, lost)).toEqual(waiting);
    expect(walk({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, lost)).toEqual(waiting);
  });

  it('is never online before it has synced', () => {
    expect(walk({ type: 'connect' }, { type: 'synced' })).toEqual({ status: 'connecting' });
  });

  it('stays ended until somebody connects anew', () => {
    const ended = { type: 'ended', reason: 'revoked' } as const;
    expect(walk({ type: 'connect' }, ended, { type: 'stopped' }, { type: 'opened' })).toEqual({
      status: 'ended',
      reason: 'revoked',
    });
    expect(walk({ type: 'connect' }, ended, { type: 'connect' })).toEqual({ status: 'connecting' });
  });
});
