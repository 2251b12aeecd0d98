import type { Http } from './http.js';
import { all } from './paging.js';
import { to } from './routes.js';
import type { Conversation, GroupRole, Invite, InvitePreview, NewInvite } from './types.js';

export class GroupsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** @param name 1–100 characters. */
  create(name: string, memberIds: readonly string[]): Promise<Conversation> {
    return this.#http.send(to('POST /groups', { body: { name, memberIds } }));
  }

  rename(id: string, name: string): Promise<Conversation> {
    return this.#http.send(to('PATCH /groups/{id}', { path: { id }, body: { name } }));
  }

  /** With all its messages, for all its members. */
  delete(id: string): Promise<void> {
    return this.#http.send(to('DELETE /groups/{id}', { path: { id } }));
  }

  addMembers(id: string, userIds: readonly string[]): Promise<void> {
    return this.#http.send(to('POST /groups/{id}/members', { path: { id }, body: { userIds } }));
  }

  /** Kicks somebody, or leaves when the user is the caller. */
  removeMember(id: string, userId: string): Promise<void> {
    return this.#http.send(to('DELETE /groups/{id}/members/{userId}', { path: { id, userId } }));
  }

  /** `owner` hands the group over. */
  setRole(id: string, userId: string, role: GroupRole): Promise<void> {
    return this.#http.send(to('PATCH /groups/{id}/members/{userId}', { path: { id, userId }, body: { role } }));
  }

  createInvite(id: string, invite: NewInvite): Promise<Invite> {
    return this.#http.send(to('POST /groups/{id}/invites', { path: { id }, body: invite }));
  }

  invites(id: string): Promise<readonly Invite[]> {
    return all(this.#http, (query) => to('GET /groups/{id}/invites', { path: { id }, query }));
  }

  invite(id: string, code: string): Promise<Invite> {
    return this.#http.send(to('GET /groups/{id}/invites/{code}', { path: { id, code } }));
  }

  withdrawInvite(id: string, code: string): Promise<void> {
    return this.#http.send(to('DELETE /groups/{id}/invites/{code}', { path: { id, code } }));
  }

  previewInvite(code: string): Promise<InvitePreview> {
    return this.#http.send(to('GET /invites/{code}', { path: { code } }));
  }

  /** @throws ApiError `gone` when the invite is used up or expired. */
  join(code: string): Promise<Conversation> {
    return this.#http.send(to('POST /invites/{code}/join', { path: { code } }));
  }
}
