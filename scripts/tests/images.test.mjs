import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:https';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { environmentOf, envCommand, readCompose } from '../lib/deploy/compose.mjs';
import { readDockerfile } from '../lib/deploy/dockerfile.mjs';
import { root } from '../lib/paths.mjs';
import { chooseRuntime } from '../lib/runtime.mjs';
import { startComposed } from './composed.mjs';
import { privateFolder } from './support.mjs';

// A pixel.
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

test('the documented command makes what the compose file asks for, and makes it once', (t) => {
  const folder = privateFolder(t);
  const make = () => execFileSync('bash', ['-c', envCommand(root)], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  make();
  assert.throws(make, /cannot overwrite existing file/);
});

// The images are built for Orleans: with the embedded runtime there is no cluster.
if (await chooseRuntime({ say: () => {}, signal: new AbortController().signal }) === 'Orleans') {
  describe('What the images hold, started as the compose file does, by who may write nothing', () => {
    test('lets people talk and exchange an image through the balancer, and ends in order', async (t) => {
      const product = await startComposed(t, { compose: readCompose(root), dockerfile: readDockerfile(root), environmentOf });
      const { origin, blobs } = product;

      const page = await fetch(origin);
      assert.match(await page.text(), /<html/i);
      assert.ok(page.headers.get('content-security-policy').includes(` ${blobs};`), 'images may be loaded from the blob store');

      const [ada, grace] = await Promise.all(['ada', 'grace'].map((name) => register(origin, name)));
      const asked = await ada('POST', '/images', { contentType: 'image/png', size: png.length });
      assert.ok(asked.uploadUrl.startsWith(`${blobs}/chat/images/`), asked.uploadUrl);
      const preflight = await fetch(asked.uploadUrl, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': asked.method, 'access-control-request-headers': Object.keys(asked.headers).join().toLowerCase() },
      });
      assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
      assert.equal((await fetch(asked.uploadUrl, { method: asked.method, headers: asked.headers, body: png })).status, 201);
      const image = await ada('POST', `/images/${asked.imageId}/complete`);

      const { id } = await ada('POST', '/conversations/direct', { userId: grace.user.id });
      await ada('POST', `/conversations/${id}/messages`, { clientMessageId: crypto.randomUUID(), content: 'look', type: 'image', imageId: image.id });
      const { items: [message] } = await grace('GET', `/conversations/${id}/messages`);
      assert.equal(message.content, 'look');
      assert.equal((await fetch(message.image.url)).headers.get('content-type'), 'image/png');

      const { port, certificate } = await product.publicBalancer();
      assert.equal(await status({ host: '127.0.0.1', port, path: '/health/ready', ca: certificate, servername: 'chat.example.org' }), 200);

      await product.stop();
      assert.deepEqual(['balancer', 'frontend', 'silo'].map(product.exitCodes), [[0, 0], [0, 0], [0, 0]], product.output());
    });
  });
}

/** Of an answer over HTTPS. */
const status = async (options) => {
  const [response] = await once(get(options), 'response');
  response.resume();
  return response.statusCode;
};

/** Calls the API as a new user; `user` is who that is. */
async function register(origin, username) {
  const call = async (method, path, body, token) => {
    const response = await fetch(`${origin}/api${path}`, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...(token && { authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const { accessToken, user } = await call('POST', '/auth/register', { username, password: 'a long enough pass phrase' });
  return Object.assign((method, path, body) => call(method, path, body, accessToken), { user });
}
