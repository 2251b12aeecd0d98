import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, networkError } from '../../src/api/errors.js';
import { Connection } from '../../src/connection/connection.js';
import type { HubLink } from '../../src/connection/hub.js';
import { silentLogger } from '../../src/platform/logger.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class FakeNetwork {
  online = true;
  readonly #listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(online: boolean): void {
    this.online = online;
    for (const listener of [...this.#listeners]) listener();
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

/** A link as the server sees it. */
class FakeLink implements HubLink {
  isClosed = false;
  isRetired = false;
  drop: () => void = () => {};
  readonly closed = new Promise<void>((resolve) => (this.drop = resolve));
  readonly #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  open(): Promise<void> {
    this.#server.opened++;
    return this.#server.refusal === null ? this.#server.openingTakes : Promise.reject(this.#server.refusal);
  }

  close(): void {
    this.isClosed = true;
    this.#server.closed++;
    this.drop();
  }

  retire(): void {
    this.isRetired = true;
  }

  call = vi.fn(() => Promise.reject(networkError('unused')));
}

/** A server whose links open, fail or drop as the test says. */
class FakeServer {
  readonly network = new FakeNetwork();
  readonly renewToken = vi.fn(() => Promise.resolve());
  readonly catchUp = vi.fn((_signal: AbortSignal) => Promise.resolve());
  readonly links: FakeLink[] = [];
  readonly statuses: string[] = [];
  refusal: ApiError | null = null;
  openingTakes: Promise<void> = Promise.resolve();
  opened = 0;
  closed = 0;
  readonly connection: Connection;

  constructor() {
    this.connection = new Connection({
      createLink: () => this.#link(),
      catchUp: this.catchUp,
      renewToken: this.renewToken,
      network: this.network,
      now: () => Date.now(),
      random: () => 1,
      logger: silentLogger,
    });
    this.connection.state.subscribe((state) => this.statuses.push(state.status));
  }

  async start(): Promise<void> {
    this.connection.start();
    await pass(0);
  }

  async drop(): Promise<void> {
    this.links.at(-1)?.drop();
    await pass(0);
  }

  get status(): string {
    return this.connection.state.get().status;
  }

  #link(): HubLink {
    const link = new FakeLink(this);
    this.links.push(link);
    return link;
  }
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe('a connection', () => {
  it('connects, catches up and is online', async () => {
    const server = new FakeServer();
    await server.start();
    expect(server.statuses).toEqual(['connecting', 'syncing', 'online']);
  });

  it('comes back after a loss, within two seconds', async () => {
    const server = new FakeServer();
    await server.start();
    await server.drop();
    expect(server.connection.state.get()).toEqual({ status: 'reconnecting', until: Date.now() + 2000 });
    await pass(2000);
    expect(server.status).toBe('online');
  });

  it('waits longer after each failed try and at most 30 seconds', async () => {
    const server = new FakeServer();
    server.refusal = networkError('down');
    await server.start();
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      const state = server.connection.state.get();
      if (state.status !== 'reconnecting') throw new Error(state.status);
      waits.push(state.until - Date.now());
      await pass(state.until - Date.now());
    }
    expect(waits).toEqual([4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it('tries at once when told to', async () => {
    const server = new FakeServer();
    server.refusal = networkError('down');
    await server.start();
    server.refusal = null;
    server.connection.retryNow();
    await pass(0);
    expect(server.status).toBe('online');
  });

  it('drops at once when the network goes, and is back at once with it', async () => {
    const server = new FakeServer();
    await server.start();
    server.network.set(false);
    await pass(0);
    expect(server.status).toBe('offline');
    expect(server.closed).toBe(1);
    await pass(60_000);
    expect(server.opened).toBe(1);
    server.network.set(true);
    await pass(0);
    expect(server.status).toBe('online');
  });

  it('does not wait when the network comes back, and has forgotten the tries without it', async () => {
    const server = new FakeServer();
    server.refusal = networkError('down');
    await server.start();
    for (let tries = 0; tries < 5; tries++) await pass(30_000);
    const { opened } = server;
    server.network.set(false);
    await pass(0);
    expect(server.status).toBe('offline');
    server.network.set(true);
    await pass(0);
    expect(server.opened).toBe(opened + 1);
    expect(server.connection.state.get()).toEqual({ status: 'reconnecting', until: Date.now() + 4_000 });
  });

  it.each(['opening', 'catching up'])('drops at once when the network goes while it is %s', async (when) => {
    const server = new FakeServer();
    const never = () => new Promise<void>(() => {});
    if (when === 'opening') server.openingTakes = never();
    else server.catchUp.mockImplementation(never);
    await server.start();
    server.network.set(false);
    await pass(0);
    expect(server.status).toBe('offline');
    expect(server.closed).toBe(1);
  });

  it('tries at once when the machine tells of its network again', async () => {
    const server = new FakeServer();
    server.refusal = networkError('down');
    await server.start();
    server.refusal = null;
    server.network.set(true);
    await pass(0);
    expect(server.status).toBe('online');
  });

  it('renews a refused token before the next try', async () => {
    const server = new FakeServer();
    server.refusal = new ApiError('unauthenticated', 'expired');
    server.renewToken.mockImplementation(() => {
      server.refusal = null;
      return Promise.resolve();
    });
    await server.start();
    await pass(1_000);
    expect(server.renewToken).toHaveBeenCalledOnce();
    expect(server.status).toBe('online');
  });

  it('moves within the time when its server drains, and shows nothing of it', async () => {
    const server = new FakeServer();
    await server.start();
    server.connection.serverDraining(8_000);
    await pass(7_999);
    expect(server.opened).toBe(1);
    await pass(1);
    expect(server.statuses).toEqual(['connecting', 'syncing', 'online']);
    expect(server.catchUp).toHaveBeenCalledTimes(2);
    // The old one goes when its calls are answered, and new calls take the new one.
    expect(server.links.map((link) => [link.isRetired, link.isClosed])).toEqual([
      [true, false],
      [false, false],
    ]);
    await server.connection.call('Ping', null).catch(() => {});
    expect(server.links.map((link) => link.call.mock.calls.length)).toEqual([0, 1]);
    // The loss of the old one is none; that of the new one is, and the next server may drain as well.
    server.links[0]?.drop();
    await pass(0);
    expect(server.status).toBe('online');
    server.connection.serverDraining(1_000);
    await pass(1_000);
    expect(server.links[1]?.isRetired).toBe(true);
    await server.drop();
    expect(server.status).toBe('reconnecting');
  });

  it('stays where it is when it cannot move, and comes back soon when that ends', async () => {
    const server = new FakeServer();
    await server.start();
    server.refusal = networkError('no other server');
    server.connection.serverDraining(1_000);
    await pass(1_000);
    expect(server.status).toBe('online');
    expect(server.links[0]?.isRetired).toBe(false);
    await server.connection.call('Ping', null).catch(() => {});
    expect(server.links[0]?.call).toHaveBeenCalledOnce();
    server.refusal = null;
    server.links[0]?.drop();
    await pass(2_000);
    expect(server.status).toBe('online');
    expect(server.statuses.filter((status) => status === 'reconnecting')).toHaveLength(1);
  });

  it('catches up where it is when a move fails half-way', async () => {
    const server = new FakeServer();
    const signals: AbortSignal[] = [];
    server.catchUp.mockImplementation((signal) => {
      signals.push(signal);
      return signals.length === 2 ? Promise.reject(networkError('not subscribed')) : Promise.resolve();
    });
    await server.start();
    server.connection.serverDraining(1_000);
    await pass(1_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true, false]);
    expect(server.status).toBe('online');
    await server.connection.call('Ping', null).catch(() => {});
    expect(server.links.map((link) => link.call.mock.calls.length)).toEqual([1, 0]);
  });

  it('that is lost before it has moved comes back like any other', async () => {
    const server = new FakeServer();
    await server.start();
    server.connection.serverDraining(10_000);
    await pass(1_000);
    await server.drop();
    expect(server.status).toBe('reconnecting');
    await pass(2_000);
    expect(server.status).toBe('online');
    await pass(20_000);
    expect(server.opened).toBe(2);
  });

  it('stays ended and leaves nothing behind', async () => {
    const server = new FakeServer();
    await server.start();
    server.connection.end('revoked');
    await pass(60_000);
    expect(server.connection.state.get()).toEqual({ status: 'ended', reason: 'revoked' });
    expect(server.opened).toBe(1);
    expect(server.network.listeners).toBe(0);
    await server.start();
    expect(server.status).toBe('online');
  });
});
