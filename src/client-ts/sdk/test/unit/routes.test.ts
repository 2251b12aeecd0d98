import { describe, expect, it } from 'vitest';
import { to } from '../../src/api/routes.js';
import type { Conversation, User } from '../../src/api/types.js';
import type { Http, HttpRequest } from '../../src/api/http.js';

describe('a request of a route', () => {
  it('encodes what stands in its path', () => {
    expect(
      to('DELETE /conversations/{id}/messages/{seq}/reactions/{reaction}', { path: { id: 'g.1/?', seq: 5, reaction: '👍' } }),
    ).toEqual({ method: 'DELETE', path: '/conversations/g.1%2F%3F/messages/5/reactions/%F0%9F%91%8D' });
  });

  it('carries query, body and signal', () => {
    const { signal } = new AbortController();
    expect(to('GET /users', { query: { query: 'ann', cursor: undefined }, signal })).toEqual({
      method: 'GET',
      path: '/users',
      query: { query: 'ann', cursor: undefined },
      signal,
    });
    expect(to('POST /groups', { body: { name: 'x' } })).toEqual({ method: 'POST', path: '/groups', body: { name: 'x' } });
  });

  it('has the types of the document', () => {
    const http: Pick<Http, 'send'> = { send: <T>(request: HttpRequest<T>) => Promise.resolve(request as unknown as T) };
    void (() => {
      const user: Promise<User> = http.send(to('GET /users/{id}', { path: { id: 'u.1' } }));
      const made: Promise<Conversation> = http.send(to('POST /groups', { body: { name: 'x' } }));
      // @ts-expect-error: no such route
      void to('GET /nothing');
      // @ts-expect-error: the id is missing
      void to('GET /users/{id}');
      // @ts-expect-error: not its parameter
      void to('GET /users/{id}', { path: { userId: 'u.1' } });
      // @ts-expect-error: the name is missing
      void to('POST /groups', { body: {} });
      // @ts-expect-error: a number is no name
      void to('POST /groups', { body: { name: 5 } });
      // @ts-expect-error: it takes no body
      void to('GET /users/me', { body: {} });
      // @ts-expect-error: not its answer
      const wrong: Promise<Conversation> = http.send(to('GET /users/me'));
      return [user, made, wrong];
    });
  });
});
