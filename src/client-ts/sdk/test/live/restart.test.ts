import type { Conversation } from '@orleanschat/sdk';
import { memoryStorage } from '@orleanschat/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CuttableProxy } from './cuttable-proxy.js';
import { cuttableProxy } from './cuttable-proxy.js';
import { Person, people, serverUrl, until } from './people.js';

let proxy: CuttableProxy;
beforeEach(async () => void (proxy = await cuttableProxy(serverUrl())));
afterEach(() => proxy.close());

const inbox = (person: Person) => person.client.conversations.get().items;
/** Who is here is told by pushes, not by descriptions. */
const described = (person: Person) =>
  inbox(person).map((view) => ({ ...view, peer: view.peer && { ...view.peer, online: null, lastSeenAt: null } }));
const names = (person: Person) => [...person.client.contacts.get().values()].map(({ user }) => user.displayName);

describe('a client that is started again', () => {
  it('shows what the last one knew with no network, and with one what a new device sees', async () => {
    const storage = memoryStorage();
    const first = await Person.register('ann', { storage });
    const [bob, cid] = await people('bob', 'cid');
    const direct = await first.writeTo(bob);
    const walks = await bob.client.groups.create('Walks', [first.id]);
    const talks = await bob.client.groups.create('Talks', [first.id, cid.id]);
    await Promise.all([walks, talks].map(({ id }) => first.finds(id, (group) => group !== null, 'the group')));
    await first.befriends(bob);
    const edited = await first.says(direct.id, 'one');
    await bob.says(direct.id, 'two');
    await first.shows(direct.id, ['one', 'two']);
    const known = inbox(first);
    first.client.close();

    proxy.cut();
    const ann = await Person.restoring(storage, { baseUrl: proxy.url });
    await until(ann.client.conversations, ({ loaded }) => loaded, 'the inbox');
    expect(inbox(ann).map(({ id, name, unreadCount }) => [id, name, unreadCount])).toEqual(
      known.map(({ id, name, unreadCount }) => [id, name, unreadCount]),
    );
    expect(ann.client.timeline(direct.id).get().loaded).toBe(true);
    expect(ann.shown(direct.id)).toEqual(['one', 'two']);
    expect(names(ann)).toEqual(['bob']);
    expect([...ann.client.presence.get().values()].some(({ online }) => online)).toBe(false);
    // Read with no connection, which the server hears of by the next client at the latest.
    const lastSeq = inbox(ann).find(({ id }) => id === direct.id)?.lastSeq ?? 0;
    ann.client.markRead(direct.id, lastSeq);
    ann.client.close();

    const phone = await ann.onAnotherDevice();
    await phone.client.messages.edit(direct.id, edited, 'one, edited');
    await bob.says(direct.id, 'three');
    await bob.client.groups.removeMember(walks.id, ann.id);
    await phone.client.groups.leave(talks.id);
    await bob.client.groups.create('Rides', [ann.id]);
    await cid.befriends(phone);

    proxy.mend();
    const again = await Person.restoring(storage, { baseUrl: proxy.url });
    const news: string[] = [];
    again.client.onNews(({ message }) => news.push(message.content));
    await again.online();
    const fresh = await ann.onAnotherDevice();
    expect(inbox(again).map(({ name }) => name)).not.toContain('Walks');
    expect(inbox(again).map(({ name }) => name)).not.toContain('Talks');
    await again.shows(direct.id, ['one, edited', 'two', 'three']);
    expect(news).toContain('three');
    expect(news).not.toContain('two');
    await fresh.finds(direct.id, (view) => view?.unreadCount === 1, 'that the rest was read');
    const isDelivered = (view: Conversation | null) => view?.deliveredSeq === 3;
    await Promise.all([again, fresh].map((client) => client.finds(direct.id, isDelivered, 'that all was delivered')));
    expect(described(again)).toEqual(described(fresh));
    expect(names(again).sort()).toEqual(names(fresh).sort());
  });

  it('knows nothing of somebody who has signed out', async () => {
    const storage = memoryStorage();
    const ann = await Person.register('ann', { storage });
    const bob = await Person.register('bob');
    await ann.writeTo(bob);
    await ann.client.flush();
    expect((await storage.cache(ann.id).load()).conversations).toHaveLength(1);
    const { id } = ann;
    await ann.client.signOut();
    await ann.client.flush();
    expect(await storage.cache(id).load()).toEqual({ conversations: [], users: [], contacts: [] });
  });
});
