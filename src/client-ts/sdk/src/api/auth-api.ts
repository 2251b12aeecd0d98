import type { Http, HttpAnswer, HttpTransport } from './http.js';
import { all } from './paging.js';
import { to } from './routes.js';
import type { Session, Tokens } from './types.js';

export interface Registration {
  /** 3–32 of letters, digits and `_ . -`. */
  readonly username: string;
  /** 8–128 characters. */
  readonly password: string;
  readonly displayName?: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The open part of `/auth`: what makes tokens. */
export class SignInApi {
  readonly #transport: HttpTransport;
  readonly #cookie: boolean;

  /** @param cookie Keep the refresh token in the server's HttpOnly cookie. */
  constructor(transport: HttpTransport, cookie: boolean) {
    this.#transport = transport;
    this.#cookie = cookie;
  }

  register(registration: Registration): Promise<HttpAnswer<Tokens>> {
    return this.#transport.send(to('POST /auth/register', { body: { ...registration, cookie: this.#cookie } }));
  }

  login(credentials: Credentials): Promise<HttpAnswer<Tokens>> {
    return this.#transport.send(to('POST /auth/login', { body: { ...credentials, cookie: this.#cookie } }));
  }

  /** @param requestId Repeated with the same one within 60 s, the answer is the same. */
  refresh(refreshToken: string | null, requestId: string): Promise<HttpAnswer<Tokens>> {
    const body = refreshToken === null ? { requestId } : { refreshToken, requestId };
    return this.#transport.send(to('POST /auth/refresh', { body }));
  }

  async logout(accessToken: string): Promise<void> {
    await this.#transport.send(to('POST /auth/logout'), accessToken);
  }
}

/** The signed-in part of `/auth`. */
export class AccountApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Ends every other session. */
  changePassword(currentPassword: string, newPassword: string): Promise<void> {
    return this.#http.send(to('POST /auth/password', { body: { currentPassword, newPassword } }));
  }

  sessions(): Promise<readonly Session[]> {
    return all(this.#http, () => to('GET /auth/sessions'));
  }

  /** Its live connections close within 5 s. */
  revokeSession(id: string): Promise<void> {
    return this.#http.send(to('DELETE /auth/sessions/{id}', { path: { id } }));
  }
}
