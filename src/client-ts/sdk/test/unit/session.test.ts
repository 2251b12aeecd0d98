import { describe, expect, it, vi } from 'vitest';
import type { SignInApi } from '../../src/api/auth-api.js';
import { ApiError, networkError } from '../../src/api/errors.js';
import type { HttpAnswer } from '../../src/api/http.js';
import type { Tokens } from '../../src/api/types.js';
import { SessionManager } from '../../src/auth/session.js';
import { silentLogger } from '../../src/platform/logger.js';
import { memoryStorage } from '../../src/platform/storage.js';
import { soleTab } from '../../src/platform/tabs.js';
import { user } from './builders.js';

const minute = 60_000;

/** Rotates refresh tokens as the contract says: one use each, but the same request id again gets the same answer. */
class FakeAuth {
  now = 0;
  /** The server's clock may differ from the client's. */
  skew = 0;
  rotations = 0;
  loseAnswers = 0;
  logouts = 0;
  /** What a refresh waits for before it is answered. */
  answered: Promise<void> = Promise.resolve();
  storage = memoryStorage().session;
  #answers = new Map<string, HttpAnswer<Tokens>>();
  #valid = '';

  session(): SessionManager {
    const api = {
      login: () => Promise.resolve(this.#issue()),
      refresh: (token: string, requestId: string) => this.#refresh(token, requestId),
      logout: async () => void this.logouts++,
    };
    return new SessionManager({
      api: api as unknown as SignInApi,
      storage: this.storage,
      tabs: soleTab,
      now: () => this.now,
      logger: silentLogger,
    });
  }

  revoke(): void {
    this.#valid = '';
    this.#answers.clear();
  }

  async #refresh(token: string, requestId: string): Promise<HttpAnswer<Tokens>> {
    const repeated = this.#answers.get(requestId);
    if (repeated === undefined && token !== this.#valid) throw new ApiError('unauthenticated', 'A used token.');
    const answer = repeated ?? this.#issue();
    this.#answers.set(requestId, answer);
    await this.answered;
    if (this.loseAnswers-- > 0) throw networkError('connection closed');
    return answer;
  }

  #issue(): HttpAnswer<Tokens> {
    this.#valid = `refresh ${++this.rotations}`;
    const serverTime = this.now + this.skew;
    const expiresAt = new Date(serverTime + 5 * minute).toISOString();
    const tokens = {
      accessToken: `access ${this.rotations}`,
      expiresAt,
      refreshToken: this.#valid,
      user: user('u.me'),
    };
    return { data: tokens, serverTime };
  }
}

const credentials = { username: 'me', password: 'correct horse' };

describe('a session', () => {
  it('keeps its token until shortly before the end, then gets another, once for all who ask', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    auth.now = 4 * minute;
    expect(await session.accessToken()).toBe('access 1');
    auth.now = 5 * minute - 10_000;
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.renewed('access 1')]);
    expect(tokens).toEqual(['access 2', 'access 2', 'access 2']);
  });

  it('trusts the lifetime, not the clock', async () => {
    const auth = new FakeAuth();
    auth.skew = -60 * minute;
    const session = auth.session();
    await session.signIn(credentials);
    expect(await session.accessToken()).toBe('access 1');
  });

  it('survives a lost answer', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    auth.loseAnswers = 1;
    expect(await session.renewed('access 1')).toBe('access 2');
    expect(auth.rotations).toBe(2);
  });

  it('survives a page that was closed before the answer came', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    auth.loseAnswers = 2;
    await expect(session.renewed('access 1')).rejects.toMatchObject({ code: 'network' });
    const next = auth.session();
    expect(await next.restore()).toBe(true);
    expect(await next.accessToken()).toBe('access 2');
  });

  it('is over when the server says so', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    auth.revoke();
    await expect(session.renewed('access 1')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.state.get()).toEqual({ status: 'signedOut', reason: 'expired' });
    expect(await auth.session().restore()).toBe(false);
  });

  it('is forgotten after signing out', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    await session.signOut();
    expect(session.state.get()).toEqual({ status: 'signedOut', reason: 'signedOut' });
    expect(await auth.storage.load()).toBeNull();
  });

  it('that ends while a token is renewed does not come back with it', async () => {
    const auth = new FakeAuth();
    const session = auth.session();
    await session.signIn(credentials);
    let answer = () => {};
    auth.answered = new Promise((resolve) => (answer = resolve));
    const renewed = session.renewed('access 1');
    await vi.waitFor(() => expect(auth.rotations).toBe(2));
    await session.end('revoked');
    answer();
    await expect(renewed).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(session.state.get()).toEqual({ status: 'signedOut', reason: 'revoked' });
    expect(await auth.storage.load()).toBeNull();
  });
});

describe('a session with a storage that fails', () => {
  const broken = () => Promise.reject(new Error('no disk'));

  it('is renewed from what the page knows', async () => {
    const auth = new FakeAuth();
    auth.storage = { load: broken, save: broken, clear: broken };
    const session = auth.session();
    await session.signIn(credentials);
    auth.now = 10 * minute;
    expect(await session.accessToken()).toBe('access 2');
  });

  it('is over here and on the server after signing out', async () => {
    const auth = new FakeAuth();
    auth.storage = { ...auth.storage, clear: broken };
    const session = auth.session();
    await session.signIn(credentials);
    await session.signOut();
    expect(session.state.get().status).toBe('signedOut');
    expect(auth.logouts).toBe(1);
  });
});
