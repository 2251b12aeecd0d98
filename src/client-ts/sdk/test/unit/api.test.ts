import { describe, expect, it } from 'vitest';
import { AccountApi } from '../../src/api/auth-api.js';
import { ContactsApi } from '../../src/api/contacts-api.js';
import { ConversationsApi } from '../../src/api/conversations-api.js';
import { GroupsApi } from '../../src/api/groups-api.js';
import type { Http, HttpRequest } from '../../src/api/http.js';
import { ImagesApi } from '../../src/api/images-api.js';
import { MessagesApi } from '../../src/api/messages-api.js';
import { SearchApi } from '../../src/api/search-api.js';
import { UsersApi } from '../../src/api/users-api.js';

/** Answers every request with an empty page, and says what was asked. */
class Recorder implements Http {
  readonly requests: string[] = [];
  async locate(request: HttpRequest): Promise<string> {
    await this.send(request);
    return '';
  }
  async send<T>({ method, path, query, body }: HttpRequest<T>): Promise<T> {
    const search = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
    const asked = [`${method} ${path}`, search.length > 0 ? `?${new URLSearchParams(search.map(([key, value]) => [key, String(value)]))}` : ''];
    this.requests.push(`${asked.join('')}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`);
    return { items: [], nextCursor: null } as T;
  }
}

const http = new Recorder();
const contacts = new ContactsApi(http);
const groups = new GroupsApi(http);
const messages = new MessagesApi(http);
const users = new UsersApi(http);
const account = new AccountApi(http);
const conversations = new ConversationsApi(http);

/** Every call, and the request of the contract that it makes. */
const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['POST /auth/password {"currentPassword":"a","newPassword":"b"}', () => account.changePassword('a', 'b')],
  ['GET /auth/sessions', () => account.sessions()],
  ['DELETE /auth/sessions/s.1', () => account.revokeSession('s.1')],
  ['GET /users/me', () => users.me()],
  ['PATCH /users/me {"displayName":"Ann"}', () => users.updateMe({ displayName: 'Ann' })],
  ['DELETE /users/me {"password":"p"}', () => users.eraseMe('p')],
  ['GET /users/me/export', () => users.exportMe()],
  ['PUT /users/me/avatar {"imageId":"i.1"}', () => users.setAvatar('i.1')],
  ['DELETE /users/me/avatar', () => users.removeAvatar()],
  ['GET /users/u.1', () => users.get('u.1')],
  ['GET /users?query=ann', () => users.search('ann')],
  ['GET /contacts?limit=200', () => contacts.list()],
  ['POST /contacts {"userId":"u.1"}', () => contacts.ask('u.1')],
  ['POST /contacts/u.1/accept', () => contacts.accept('u.1')],
  ['POST /contacts/u.1/decline', () => contacts.decline('u.1')],
  ['DELETE /contacts/u.1', () => contacts.remove('u.1')],
  ['PUT /contacts/u.1/block', () => contacts.block('u.1')],
  ['DELETE /contacts/u.1/block', () => contacts.unblock('u.1')],
  ['GET /contacts/suggestions', () => contacts.suggestions()],
  ['POST /conversations/direct {"userId":"u.1"}', () => conversations.openDirect('u.1')],
  ['GET /conversations/g.1', () => conversations.get('g.1')],
  ['PATCH /conversations/g.1 {"muted":true}', () => conversations.update('g.1', { muted: true })],
  ['GET /conversations/g.1/members?limit=200', () => conversations.members('g.1')],
  ['GET /conversations/g.1/messages?before=5&limit=2', () => messages.history('g.1', { before: 5, limit: 2 })],
  ['PATCH /conversations/g.1/messages/5 {"content":"x"}', () => messages.edit('g.1', 5, 'x')],
  ['DELETE /conversations/g.1/messages/5', () => messages.delete('g.1', 5)],
  ['GET /conversations/g.1/messages/5/history', () => messages.earlierTexts('g.1', 5)],
  ['PUT /conversations/g.1/messages/5/reactions/%F0%9F%91%8D', () => messages.react('g.1', 5, '👍', true)],
  ['DELETE /conversations/g.1/messages/5/reactions/%F0%9F%91%8D', () => messages.react('g.1', 5, '👍', false)],
  ['PUT /conversations/g.1/pins/5', () => messages.pin('g.1', 5)],
  ['DELETE /conversations/g.1/pins/5', () => messages.unpin('g.1', 5)],
  ['POST /groups {"name":"x","memberIds":["u.1"]}', () => groups.create('x', ['u.1'])],
  ['PATCH /groups/g.1 {"name":"y"}', () => groups.rename('g.1', 'y')],
  ['DELETE /groups/g.1', () => groups.delete('g.1')],
  ['POST /groups/g.1/members {"userIds":["u.1"]}', () => groups.addMembers('g.1', ['u.1'])],
  ['DELETE /groups/g.1/members/u.1', () => groups.removeMember('g.1', 'u.1')],
  ['PATCH /groups/g.1/members/u.1 {"role":"admin"}', () => groups.setRole('g.1', 'u.1', 'admin')],
  ['POST /groups/g.1/invites {"maxUses":3}', () => groups.createInvite('g.1', { maxUses: 3 })],
  ['GET /groups/g.1/invites?limit=200', () => groups.invites('g.1')],
  ['GET /groups/g.1/invites/abc', () => groups.invite('g.1', 'abc')],
  ['DELETE /groups/g.1/invites/abc', () => groups.withdrawInvite('g.1', 'abc')],
  ['GET /invites/abc', () => groups.previewInvite('abc')],
  ['POST /invites/abc/join', () => groups.join('abc')],
  ['GET /search?q=two+words&senderId=u.1', () => new SearchApi(http).search({ q: 'two words', senderId: 'u.1' })],
  ['POST /images {"contentType":"image/png","size":5}', () => new ImagesApi(http).create({ contentType: 'image/png', size: 5 })],
  ['POST /images/i.1/complete', () => new ImagesApi(http).complete('i.1')],
  ['GET /images/i.1', () => new ImagesApi(http).locate('i.1')],
  ['POST /sync {"cursors":{"g.1":5},"since":"7"}', () => conversations.sync({ cursors: { 'g.1': 5 }, since: '7' }, new AbortController().signal)],
];

describe('a call of the SDK', () => {
  it.each(calls)('asks %s', async (expected, call) => {
    http.requests.length = 0;
    await call();
    expect(http.requests).toEqual([expected]);
  });
});
