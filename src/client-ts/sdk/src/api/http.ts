import { ApiError, fromResponse, networkError } from './errors.js';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

declare const answer: unique symbol;

/** A request whose answer is a `T`; see `to` in routes.ts. */
export interface HttpRequest<T = unknown> {
  /** In types only. */
  readonly [answer]?: T;
  readonly method: Method;
  /** Below `/api`, with its parts already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer<T> {
  readonly data: T;
  /** The server's clock when it answered, in milliseconds since 1970; null when it did not say. */
  readonly serverTime: number | null;
}

/** Sends requests and turns every failure into an {@link ApiError}. */
export interface Http {
  send<T>(request: HttpRequest<T>): Promise<T>;
  /** Where a request is redirected to, as an absolute URL. */
  locate(request: HttpRequest): Promise<string>;
}

/** A call that takes longer than this (milliseconds) counts as unanswered. */
const timeout = 30_000;

/** The server's REST interface without a memory: each call says what token it carries. */
export class HttpTransport {
  readonly #baseUrl: string;
  readonly #fetch: typeof fetch;
  readonly #traceparent: () => string;

  constructor(baseUrl: string, fetchFunction: typeof fetch, traceparent: () => string) {
    this.#baseUrl = baseUrl;
    this.#fetch = fetchFunction;
    this.#traceparent = traceparent;
  }

  send<T>(request: HttpRequest<T>, accessToken?: string): Promise<HttpAnswer<T>> {
    return this.#ask(request, accessToken, { traceparent: this.#traceparent() }, async (response) => {
      const text = await response.text();
      const date = Date.parse(response.headers.get('Date') ?? '');
      return {
        data: (text === '' ? undefined : JSON.parse(text)) as T,
        serverTime: Number.isNaN(date) ? null : date,
      };
    });
  }

  /**
   * Browsers let nobody read a redirect, so it is followed, and what it leads to is not read. It may lead to a blob store,
   * which a header of ours would make refuse the request.
   */
  locate(request: HttpRequest, accessToken?: string): Promise<string> {
    return this.#ask(request, accessToken, {}, async (response) => {
      await response.body?.cancel();
      return response.url;
    });
  }

  async #ask<T>(
    request: HttpRequest,
    accessToken: string | undefined,
    traced: Readonly<Record<string, string>>,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const signals = [AbortSignal.timeout(timeout), ...(request.signal ? [request.signal] : [])];
    const headers: Record<string, string> = { Accept: 'application/json', ...traced };
    if (accessToken !== undefined) headers['Authorization'] = `Bearer ${accessToken}`;
    if (request.body !== undefined) headers['Content-Type'] = 'application/json';
    try {
      const response = await this.#fetch(this.#url(request), {
        method: request.method,
        headers,
        credentials: 'same-origin',
        signal: AbortSignal.any(signals),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      if (!response.ok) throw await fromResponse(response);
      return await read(response);
    } catch (error) {
      throw error instanceof ApiError || request.signal?.aborted === true ? error : networkError(error);
    }
  }

  #url(request: HttpRequest): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) query.set(name, String(value));
    }
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    return `${this.#baseUrl}/api${request.path}${search}`;
  }
}

/** What an authorized call needs of the session. */
export interface TokenSource {
  /** The id of who is signed in; null when nobody is. */
  readonly person: string | null;
  /** A token that should still be accepted. */
  accessToken(): Promise<string>;
  /** A token that is not `stale`. */
  renewed(stale: string): Promise<string>;
}

/**
 * Calls with the session's token; a refused token is renewed once and the call repeated. What one person asked for is
 * kept from the next: an answer that comes when they have signed out is a failure.
 */
export class AuthorizedHttp implements Http {
  readonly #transport: HttpTransport;
  readonly #tokens: TokenSource;

  constructor(transport: HttpTransport, tokens: TokenSource) {
    this.#transport = transport;
    this.#tokens = tokens;
  }

  async send<T>(request: HttpRequest<T>): Promise<T> {
    const { person } = this.#tokens;
    const { data } = await this.#withToken((token) => this.#transport.send(request, token));
    if (data !== undefined && this.#tokens.person !== person) {
      throw new ApiError('unauthenticated', 'Whoever asked has signed out meanwhile. Sign in and ask again.', { status: 401 });
    }
    return data;
  }

  locate(request: HttpRequest): Promise<string> {
    return this.#withToken((token) => this.#transport.locate(request, token));
  }

  async #withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.#tokens.accessToken();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
      return call(await this.#tokens.renewed(token));
    }
  }
}
