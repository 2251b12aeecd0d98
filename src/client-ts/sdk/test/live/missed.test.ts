import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CuttableProxy } from './cuttable-proxy.js';
import { cuttableProxy } from './cuttable-proxy.js';
import { Person, people, serverUrl, until } from './people.js';

let proxy: CuttableProxy;
beforeEach(async () => void (proxy = await cuttableProxy(serverUrl())));
afterEach(() => proxy.close());

describe('what changed while somebody was away', () => {
  it('comes with one sync: names, mutes, roles, groups, contacts, receipts, pins', async () => {
    const syncs: { since?: string }[] = [];
    const recording: typeof fetch = (input, init) => {
      if (String(input).endsWith('/api/sync')) syncs.push(JSON.parse(String(init?.body)) as { since?: string });
      return fetch(input, init);
    };
    const ann = await Person.register('ann', { baseUrl: proxy.url, fetch: recording });
    const [bob, cid] = await people('bob', 'cid');
    const direct = await ann.writeTo(bob);
    const seq = await ann.says(direct.id, 'Hello');
    await bob.befriends(ann);
    const walks = await bob.client.groups.create('Walks', [ann.id]);
    const talks = await bob.client.groups.create('Talks', [ann.id]);
    await Promise.all([walks, talks].map(({ id }) => ann.finds(id, (group) => group !== null, 'the group')));
    const phone = await ann.onAnotherDevice();
    const before = syncs.length;

    proxy.cut();
    await until(ann.client.connection, ({ status }) => status === 'reconnecting', 'the connection to be lost');
    await bob.client.account.updateProfile({ displayName: 'Bob of the hills' });
    await bob.client.groups.rename(walks.id, 'Long walks');
    await bob.client.groups.setRole(walks.id, ann.id, 'admin');
    await bob.client.groups.removeMember(talks.id, ann.id);
    const rides = await bob.client.groups.create('Rides', [ann.id]);
    await cid.client.people.ask(ann.id);
    await bob.client.people.remove(ann.id);
    await phone.client.setMuted(direct.id, true);
    await bob.client.messages.pin(direct.id, seq);
    bob.client.markRead(direct.id, seq);
    await phone.client.groups.loadMembers(direct.id);
    await until(
      phone.client.receipts,
      (receipts) => receipts.get(direct.id)?.get(bob.id)?.readSeq === seq,
      'the phone to see that it was read',
    );

    proxy.mend();
    ann.client.reconnectNow();
    await ann.online();
    const found = (id: string) => ann.client.conversations.conversation(id).get();
    expect(found(direct.id)).toMatchObject({ muted: true, pinnedSeqs: [seq], peer: { displayName: 'Bob of the hills' } });
    expect(ann.client.users.get().get(bob.id)?.displayName).toBe('Bob of the hills');
    expect(found(walks.id)).toMatchObject({ name: 'Long walks', role: 'admin' });
    expect(found(talks.id)).toBeNull();
    expect(found(rides.id)).toMatchObject({ name: 'Rides', memberCount: 2 });
    await Promise.all([ann.has(cid, 'pendingIncoming'), ann.has(bob, null)]);
    await ann.client.groups.loadMembers(direct.id);
    expect(ann.client.receipts.get().get(direct.id)?.get(bob.id)?.readSeq).toBe(seq);

    expect(syncs.length).toBeGreaterThan(before);
    expect(syncs.slice(before).every(({ since }) => since !== undefined)).toBe(true);
  });
});
