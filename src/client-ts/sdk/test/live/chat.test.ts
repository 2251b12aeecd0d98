import { describe, expect, it } from 'vitest';
import { Person, until } from './people.js';

describe('two people', () => {
  it('find each other and chat', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const found = await ann.client.searchUsers(bob.username);
    expect(found.map((user) => user.id)).toContain(bob.id);

    const { id } = await ann.writeTo(bob);
    ann.client.send(id, 'Hello Bob');
    await bob.shows(id, ['Hello Bob']);
    const inbox = await until(bob.client.conversations, ({ items }) => items.length === 1, 'bob to have a conversation');
    expect(inbox.items[0]).toMatchObject({ id, unreadCount: 1, peer: { id: ann.id } });

    bob.client.send(id, 'Hello Ann');
    await ann.shows(id, ['Hello Bob', 'Hello Ann']);
    await bob.shows(id, ['Hello Bob', 'Hello Ann']);
    expect(bob.client.conversations.conversation(id).get()?.unreadCount).toBe(0);
    expect(ann.client.outbox.get()).toEqual([]);
  });

  it('see what the other edits and deletes', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const { id } = await ann.writeTo(bob);
    ['one', 'two'].forEach((text) => ann.client.send(id, text));
    await bob.shows(id, ['one', 'two']);
    await ann.client.messages.edit(id, 1, 'first');
    await bob.shows(id, ['first', 'two']);
    await ann.client.messages.delete(id, 2);
    await bob.shows(id, ['first', '']);
    await ann.shows(id, ['first', '']);
    await expect(bob.client.messages.edit(id, 1, 'mine now')).rejects.toMatchObject({ permanent: true });
  });

  it('keep any text as it is', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const { id } = await ann.writeTo(bob);
    const texts = ['👩‍👩‍👧‍👦 🏳️‍🌈', 'שלום, مرحبا', 'e\u0301 ñ Å', 'line 1\nline 2', '<b>&amp;</b>', '中文 🀄'];
    texts.forEach((text) => ann.client.send(id, text));
    await bob.shows(id, texts);
  });

  it('see on one device what they read on another', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const phone = await bob.onAnotherDevice();
    const { id } = await ann.writeTo(bob);
    ['one', 'two'].forEach((text) => ann.client.send(id, text));
    const conversation = phone.client.conversations.conversation(id);
    await until(conversation, (view) => view?.unreadCount === 2, 'the phone to count 2 unread');
    await bob.shows(id, ['one', 'two']);
    bob.client.markRead(id, 2);
    await until(conversation, (view) => view?.unreadCount === 0, 'the phone to count none unread');
    const tablet = await bob.onAnotherDevice();
    expect(tablet.client.conversations.conversation(id).get()).toMatchObject({ unreadCount: 0, readSeq: 2 });
  });
});

describe('history', () => {
  it('comes in pages, backwards to the first message', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const { id } = await ann.writeTo(bob);
    const texts = Array.from({ length: 120 }, (_, index) => `message ${index + 1}`);
    texts.forEach((text) => ann.client.send(id, text));
    await bob.shows(id, texts);

    const phone = await bob.onAnotherDevice();
    await phone.client.loadNewest(id);
    expect(phone.shown(id)).toEqual(texts.slice(-50));
    const timeline = phone.client.timeline(id);
    while (timeline.get().hasBefore) await phone.client.loadBefore(id);
    expect(phone.shown(id)).toEqual(texts);
  });

  it('opens around a message and goes on from there to the newest', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const { id } = await ann.writeTo(bob);
    const texts = Array.from({ length: 150 }, (_, index) => `message ${index + 1}`);
    texts.forEach((text) => ann.client.send(id, text));
    await bob.shows(id, texts);

    const phone = await bob.onAnotherDevice();
    await phone.client.loadNewest(id);
    await phone.client.loadAround(id, 40);
    const timeline = phone.client.timeline(id);
    expect(phone.shown(id)).toContain('message 40');
    expect(timeline.get()).toMatchObject({ hasAfter: true });
    while (timeline.get().hasAfter) await phone.client.loadAfter(id);
    expect(phone.shown(id).slice(-110)).toEqual(texts.slice(-110));
  });

  it('opens at a time, and tells of what is new while it is open', async () => {
    const [ann, bob] = await Promise.all([Person.register('ann'), Person.register('bob')]);
    const { id } = await ann.writeTo(bob);
    const texts = Array.from({ length: 120 }, (_, index) => `message ${index + 1}`);
    texts.forEach((text) => ann.client.send(id, text));
    await bob.shows(id, texts);
    await bob.client.loadAround(id, 30);
    const thirtieth = await bob.sees(id, ({ content }) => content === 'message 30', 'message 30');

    const phone = await bob.onAnotherDevice();
    const news: string[] = [];
    phone.client.onNews(({ message, conversation }) => news.push(`${conversation.peer?.displayName}: ${message.content}`));
    const seq = await phone.client.loadAt(id, new Date(Math.ceil(Date.parse(thirtieth.createdAt))));
    const found = await phone.sees(id, (message) => message.seq === seq, 'what was written then');
    expect(Date.parse(found.createdAt)).toBeGreaterThanOrEqual(Date.parse(thirtieth.createdAt));
    expect(found.seq).toBeLessThanOrEqual(30);
    expect(await phone.client.loadAt(id, new Date(Date.now() + 3_600_000))).toBeNull();
    expect(phone.shown(id).at(-1)).toBe('message 120');

    await ann.says(id, 'news');
    await phone.sees(id, ({ content }) => content === 'news', 'the news');
    expect(news).toEqual(['ann: news']);
  });
});
