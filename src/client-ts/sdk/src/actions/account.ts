import type { AccountApi } from '../api/auth-api.js';
import type { Session } from '../api/types.js';
import type { UsersApi } from '../api/users-api.js';
import type { SessionManager } from '../auth/session.js';

/** The person's own account. */
export class Account {
  readonly #api: AccountApi;
  readonly #users: UsersApi;
  readonly #session: SessionManager;

  constructor(api: AccountApi, users: UsersApi, session: SessionManager) {
    this.#api = api;
    this.#users = users;
    this.#session = session;
  }

  /** Ends every other session. */
  changePassword(currentPassword: string, newPassword: string): Promise<void> {
    return this.#api.changePassword(currentPassword, newPassword);
  }

  sessions(): Promise<readonly Session[]> {
    return this.#api.sessions();
  }

  revokeSession(sessionId: string): Promise<void> {
    return this.#api.revokeSession(sessionId);
  }

  async updateProfile(change: { readonly displayName?: string }): Promise<void> {
    await this.#session.updateUser(await this.#users.updateMe(change));
  }

  /** @param imageId Of an uploaded image; null for none. */
  async setAvatar(imageId: string | null): Promise<void> {
    await this.#session.updateUser(await (imageId === null ? this.#users.removeAvatar() : this.#users.setAvatar(imageId)));
  }

  /** Everything held about the person, as one document. */
  export(): Promise<unknown> {
    return this.#users.exportMe();
  }

  /** For ever: message texts stay under "deleted user". Signs out. */
  async erase(password: string): Promise<void> {
    await this.#users.eraseMe(password);
    await this.#session.end('erased');
  }
}
