import type { Http } from './http.js';
import type { Conversation } from './types.js';

export class GroupsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** @param name 1–100 characters. */
  create(name: string, memberIds: readonly string[]): Promise<Conversation> {
    return this.#http.send({ method: 'POST', path: '/groups', body: { name, memberIds } });
  }

  async rename(groupId: string, name: string): Promise<void> {
    await this.#http.send({ method: 'PATCH', path: pathOf(groupId), body: { name } });
  }

  async addMembers(groupId: string, userIds: readonly string[]): Promise<void> {
    await this.#http.send({ method: 'POST', path: `${pathOf(groupId)}/members`, body: { userIds } });
  }

  /** Kicks somebody, or leaves when the user is the caller. */
  async removeMember(groupId: string, userId: string): Promise<void> {
    await this.#http.send({ method: 'DELETE', path: `${pathOf(groupId)}/members/${encodeURIComponent(userId)}` });
  }
}

function pathOf(groupId: string): string {
  return `/groups/${encodeURIComponent(groupId)}`;
}
