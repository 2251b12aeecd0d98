import { describe, expect, it } from 'vitest';
import { cuttableProxy } from './cuttable-proxy.js';
import { Person, people, serverUrl, until } from './people.js';

describe('contacts', () => {
  it('are asked, accept, and can part again', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann.client.people.ask(bob.id);
    await Promise.all([ann.has(bob, 'pendingOutgoing'), bob.has(ann, 'pendingIncoming')]);
    await bob.client.people.accept(ann.id);
    await Promise.all([ann.has(bob, 'accepted'), bob.has(ann, 'accepted')]);
    await ann.client.people.remove(bob.id);
    await Promise.all([ann.has(bob, null), bob.has(ann, null)]);
  });

  it('come about when both ask at the same time', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await Promise.all([ann.client.people.ask(bob.id), bob.client.people.ask(ann.id)]);
    await Promise.all([ann.has(bob, 'accepted'), bob.has(ann, 'accepted')]);
  });

  it('do not come about when one declines, or takes the question back', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann.client.people.ask(bob.id);
    await bob.has(ann, 'pendingIncoming');
    await ann.client.people.remove(bob.id);
    await bob.has(ann, null);
    await bob.client.people.ask(ann.id);
    await ann.has(bob, 'pendingIncoming');
    await ann.client.people.decline(bob.id);
    await ann.has(bob, null);
    await expect(ann.client.people.accept(bob.id)).rejects.toMatchObject({ permanent: true });
  });

  it('cannot be asked for with oneself, or with nobody', async () => {
    const ann = await Person.register('ann');
    await expect(ann.client.people.ask(ann.id)).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(ann.client.people.ask('u.nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are suggested when others know both', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    await ann.befriends(bob);
    await bob.befriends(cid);
    const suggestions = await ann.client.people.suggestions();
    expect(suggestions.map(({ user, mutualCount }) => [user.id, mutualCount])).toEqual([[cid.id, 1]]);
  });
});

describe('a block', () => {
  it('keeps messages and questions away until it is lifted, and is told to nobody', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.writeTo(bob);
    await ann.says(id, 'before');
    await bob.client.people.block(ann.id);
    await bob.has(ann, 'blocked');

    const { clientMessageId } = ann.client.send(id, 'during');
    const failed = await until(ann.client.outbox, ([entry]) => entry?.state === 'failed', 'the message to be refused');
    expect(failed[0]).toMatchObject({ failure: { code: 'forbidden' } });
    expect([...ann.client.contacts.get()]).toEqual([]);
    await bob.shows(id, ['before']);

    await bob.client.people.unblock(ann.id);
    await bob.has(ann, null);
    await ann.client.retry(clientMessageId);
    await bob.shows(id, ['before', 'during']);
  });

  it('hides who blocks, also from contacts', async () => {
    const [ann, bob] = await people('ann', 'bob');
    await ann.befriends(bob);
    await ann.seesOnline(bob, true);
    await bob.client.people.block(ann.id);
    await ann.seesOnline(bob, false);
    expect(ann.client.presence.get().get(bob.id)?.lastSeenAt).toBeNull();
  });
});

describe('presence', () => {
  it('of contacts and direct peers is shown as they come and go, of nobody else', async () => {
    const [ann, bob, cid, stranger] = await people('ann', 'bob', 'cid', 'stranger');
    await ann.befriends(bob);
    const { id } = await ann.writeTo(cid);
    await ann.says(id, 'Hello');
    await Promise.all([ann.seesOnline(bob, true), ann.seesOnline(cid, true)]);
    const left = new Date();
    bob.client.close();
    await ann.seesOnline(bob, false);
    const { lastSeenAt } = ann.client.presence.get().get(bob.id)!;
    expect(Math.abs(Date.parse(lastSeenAt ?? '') - left.getTime())).toBeLessThan(30_000);
    await bob.onAnotherDevice();
    await ann.seesOnline(bob, true);

    await ann.client.searchUsers(stranger.username);
    expect(ann.client.users.get().get(stranger.id)).toMatchObject({ online: null, lastSeenAt: null });
    expect(ann.client.presence.get().has(stranger.id)).toBe(false);
  });

  it('is told anew to a connection that was away', async () => {
    const proxy = await cuttableProxy(serverUrl());
    try {
      const ann = await Person.register('ann', { baseUrl: proxy.url });
      const [bob, cid] = await people('bob', 'cid');
      await ann.befriends(bob);
      await ann.befriends(cid);
      await Promise.all([ann.seesOnline(bob, true), ann.seesOnline(cid, true)]);
      proxy.cut();
      await until(ann.client.connection, ({ status }) => status === 'reconnecting', 'the connection to be lost');
      await cid.befriends(bob);
      bob.client.close();
      await cid.seesOnline(bob, false);
      proxy.mend();
      ann.client.reconnectNow();
      await ann.online();
      await ann.seesOnline(cid, true);
      expect(ann.client.presence.get().get(bob.id)?.online).toBe(false);
      expect(ann.client.users.get().get(bob.id)?.online).toBe(false);
    } finally {
      await proxy.close();
    }
  });
});
