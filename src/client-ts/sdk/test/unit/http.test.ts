import { describe, expect, it } from 'vitest';
import { AuthorizedHttp, HttpTransport } from '../../src/api/http.js';
import { me } from './builders.js';

/** A call under way, of somebody who is signed in. */
function ask(status: number, body: string | null) {
  let answer = () => {};
  const answered = new Promise<Response>((resolve) => (answer = () => resolve(new Response(body, { status }))));
  const tokens = {
    person: me as string | null,
    accessToken: () => Promise.resolve('token'),
    renewed: () => Promise.resolve('token'),
  };
  const transport = new HttpTransport('http://chat', () => answered, () => '');
  const call = new AuthorizedHttp(transport, tokens).send({ method: 'GET', path: '/users/me' });
  return { call, tokens, answer };
}

describe('an answer', () => {
  it('goes to whoever asked', async () => {
    const { call, answer } = ask(200, '{"id":"u.me"}');
    answer();
    expect(await call).toEqual({ id: me });
  });

  it.each([null, 'u.next'])('does not go to %s when whoever asked has signed out', async (next) => {
    const { call, tokens, answer } = ask(200, '{"id":"u.me"}');
    tokens.person = next;
    answer();
    await expect(call).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('that says nothing but "done" is done all the same: erasing an account ends its session', async () => {
    const { call, tokens, answer } = ask(204, null);
    tokens.person = null;
    answer();
    expect(await call).toBeUndefined();
  });
});
