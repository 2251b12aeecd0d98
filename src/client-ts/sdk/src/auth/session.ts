import type { Credentials, Registration, SignInApi } from '../api/auth-api.js';
import { ApiError } from '../api/errors.js';
import type { HttpAnswer, TokenSource } from '../api/http.js';
import type { Tokens, User } from '../api/types.js';
import type { Logger } from '../platform/logger.js';
import type { SessionStorage, StoredSession } from '../platform/storage.js';
import type { TabMessage, Tabs } from '../platform/tabs.js';
import { uuid } from '../platform/uuid.js';
import type { ReadonlyStore } from '../stores/store.js';
import { Store } from '../stores/store.js';

export type SessionState =
  /** Not looked up yet. */
  | { readonly status: 'unknown' }
  /** `reason` is null before the first sign-in, `signedOut` when the person did it, else why the session ended. */
  | { readonly status: 'signedOut'; readonly reason: string | null }
  | { readonly status: 'signedIn'; readonly user: User };

interface Access {
  readonly token: string;
  /** By this machine's clock, in milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface SessionDependencies {
  readonly api: SignInApi;
  readonly storage: SessionStorage;
  readonly tabs: Tabs;
  readonly now: () => number;
  readonly logger: Logger;
}

/** A token this close to its end (milliseconds) is renewed before use. */
const margin = 30_000;

/**
 * Who is signed in, and the tokens of that session. One refresh runs at a time, over all tabs. A refresh whose answer
 * was lost is repeated with the same request id, for the server takes any other use of a used token for theft.
 */
export class SessionManager implements TokenSource {
  readonly #deps: SessionDependencies;
  readonly #state = new Store<SessionState>({ status: 'unknown' });
  #stored: StoredSession | null = null;
  #access: Access | null = null;
  #refreshing: Promise<string> | null = null;

  constructor(deps: SessionDependencies) {
    this.#deps = deps;
    deps.tabs.listen((message) => this.#onTabMessage(message));
  }

  get state(): ReadonlyStore<SessionState> {
    return this.#state;
  }

  get person(): string | null {
    const state = this.#state.get();
    return state.status === 'signedIn' ? state.user.id : null;
  }

  /** The signed-in user. @throws ApiError `unauthenticated` when nobody is. */
  get userId(): string {
    const { person } = this;
    if (person === null) throw signedOut();
    return person;
  }

  async register(registration: Registration): Promise<User> {
    return this.#begin(await this.#deps.api.register(registration));
  }

  async signIn(credentials: Credentials): Promise<User> {
    return this.#begin(await this.#deps.api.login(credentials));
  }

  /** Takes up the session that the storage holds, without asking the server, so that it works with no network. */
  async restore(): Promise<boolean> {
    this.#stored = await this.#load();
    this.#state.set(
      this.#stored === null ? { status: 'signedOut', reason: null } : { status: 'signedIn', user: this.#stored.user },
    );
    return this.#stored !== null;
  }

  /** Ends the session here at once, and on the server if it can be reached. */
  async signOut(): Promise<void> {
    const token = await this.accessToken().catch(() => null);
    await this.end('signedOut');
    if (token === null) return;
    await this.#deps.api.logout(token).catch((error: unknown) => {
      this.#deps.logger.warn('The server was not told of the sign-out.', error);
    });
  }

  /** The session is over: forget it, in all tabs. */
  async end(reason: string): Promise<void> {
    if (this.#state.get().status !== 'signedIn') return;
    this.#forget(reason);
    this.#deps.tabs.post({ type: 'signedOut', reason });
    await this.#deps.storage.clear().catch((error: unknown) => {
      this.#deps.logger.warn('The stored session cannot be cleared.', error);
    });
  }

  /** The person's own profile changed. */
  async updateUser(user: User): Promise<void> {
    if (this.#stored === null) return;
    this.#state.set({ status: 'signedIn', user });
    await this.#store({ ...this.#stored, user });
  }

  async accessToken(): Promise<string> {
    return this.#freshToken() ?? this.#refresh();
  }

  async renewed(stale: string): Promise<string> {
    if (this.#access?.token === stale) this.#access = null;
    return this.accessToken();
  }

  #freshToken(): string | null {
    if (this.#access === null || this.#access.expiresAt - margin <= this.#deps.now()) return null;
    return this.#access.token;
  }

  #refresh(): Promise<string> {
    this.#refreshing ??= this.#deps.tabs
      .exclusive('refresh', () => this.#rotate())
      .finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #rotate(): Promise<string> {
    const fresh = this.#freshToken();
    if (fresh !== null) return fresh;
    const stored = (await this.#load()) ?? this.#stored;
    if (stored === null || this.#stored === null) throw signedOut();
    const requestId = stored.refreshRequestId ?? uuid();
    await this.#store({ ...stored, refreshRequestId: requestId });
    const isOver = () => this.#stored?.user.id !== stored.user.id;
    try {
      const answer = await this.#refreshTwice(stored.refreshToken, requestId);
      // Signed out meanwhile, perhaps in another tab: nothing of the session may come back.
      if (isOver()) throw signedOut();
      if (answer.data.user.id !== stored.user.id) throw await this.#ended('replaced');
      return await this.#accept(answer);
    } catch (error) {
      const isRefused = error instanceof ApiError && error.code === 'unauthenticated';
      throw isRefused && !isOver() ? await this.#ended('expired') : error;
    }
  }

  /** A dropped connection is the usual reason for a lost answer, and a second try usually gets it. */
  async #refreshTwice(refreshToken: string | null, requestId: string): Promise<HttpAnswer<Tokens>> {
    try {
      return await this.#deps.api.refresh(refreshToken, requestId);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'network') throw error;
      return this.#deps.api.refresh(refreshToken, requestId);
    }
  }

  async #begin(answer: HttpAnswer<Tokens>): Promise<User> {
    await this.#accept(answer);
    this.#state.set({ status: 'signedIn', user: answer.data.user });
    return answer.data.user;
  }

  async #accept({ data: tokens, serverTime }: HttpAnswer<Tokens>): Promise<string> {
    const now = this.#deps.now();
    const lifetime = Date.parse(tokens.expiresAt) - (serverTime ?? now);
    this.#access = { token: tokens.accessToken, expiresAt: now + lifetime };
    await this.#store({ user: tokens.user, refreshToken: tokens.refreshToken, refreshRequestId: null });
    this.#deps.tabs.post({
      type: 'tokens',
      accessToken: tokens.accessToken,
      expiresAt: this.#access.expiresAt,
      user: tokens.user,
    });
    return tokens.accessToken;
  }

  /** Null when there is none, or none that can be read. */
  #load(): Promise<StoredSession | null> {
    return this.#deps.storage.load().catch((error: unknown) => {
      this.#deps.logger.warn('The stored session cannot be read.', error);
      return null;
    });
  }

  async #store(session: StoredSession): Promise<void> {
    this.#stored = session;
    await this.#deps.storage.save(session).catch((error: unknown) => {
      this.#deps.logger.warn('The session cannot be stored.', error);
    });
  }

  async #ended(reason: string): Promise<ApiError> {
    await this.end(reason);
    return signedOut();
  }

  #forget(reason: string | null): void {
    this.#access = null;
    this.#stored = null;
    this.#state.set({ status: 'signedOut', reason });
  }

  #onTabMessage(message: TabMessage): void {
    if (this.#state.get().status !== 'signedIn') return;
    if (message.type === 'signedOut') this.#forget(message.reason);
    if (message.type !== 'tokens') return;
    if (message.user.id === this.#stored?.user.id)
      this.#access = { token: message.accessToken, expiresAt: message.expiresAt };
    else this.#forget('replaced');
  }
}

function signedOut(): ApiError {
  return new ApiError('unauthenticated', 'Nobody is signed in. Sign in first.', { status: 401 });
}
