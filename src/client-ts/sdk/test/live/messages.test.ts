import { describe, expect, it } from 'vitest';
import { eventually, people, until } from './people.js';

async function conversation() {
  const [ann, bob] = await people('ann', 'bob');
  const { id } = await ann.writeTo(bob);
  return { ann, bob, id };
}

describe('a message', () => {
  it('collects reactions, which can be taken back', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'Hello');
    await bob.client.messages.react(id, seq, '👍🏽', true);
    await ann.client.messages.react(id, seq, '👍🏽', true);
    const liked = await ann.sees(id, (message) => message.reactions[0]?.count === 2, 'two thumbs');
    expect(liked.reactions).toEqual([{ reaction: '👍🏽', count: 2, userIds: [bob.id, ann.id] }]);
    await bob.client.messages.react(id, seq, '👍🏽', false);
    await ann.sees(id, (message) => message.reactions[0]?.userIds.join() === ann.id, 'one thumb');
    await expect(bob.client.messages.react(id, seq, 'no emoji', true)).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('answers another and names people', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'Who comes?');
    await bob.says(id, `I do, @${ann.username}!`, { replyTo: seq });
    const answer = await ann.sees(id, (message) => message.senderId === bob.id, 'the answer');
    expect(answer).toMatchObject({ replyTo: seq, mentions: [ann.id] });
  });

  it('can be pinned by either, and is read with the pins wherever it lies', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'The key is under the mat');
    for (let count = 0; count < 60; count++) ann.client.send(id, `and ${count}`);
    await bob.sees(id, (message) => message.content === 'and 59', 'the last');
    await bob.client.messages.pin(id, seq);
    const phone = await ann.onAnotherDevice();
    await phone.client.messages.loadPins(id);
    expect(phone.client.pins(id).get()).toMatchObject([{ seq, message: { content: 'The key is under the mat' } }]);
    await until(ann.client.pins(id), (pins) => pins.length === 1, 'ann to see the pin');
    await ann.client.messages.unpin(id, seq);
    await until(phone.client.pins(id), (pins) => pins.length === 0, 'the phone to see it go');
  });

  it('keeps its earlier texts', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'one');
    await ann.client.messages.edit(id, seq, 'two');
    await ann.client.messages.edit(id, seq, 'three');
    const texts = await bob.client.messages.earlierTexts(id, seq);
    expect(texts.map(({ content }) => content)).toEqual(['one', 'two']);
  });

  it('is announced while it is typed, and ends that by coming', async () => {
    const { ann, bob, id } = await conversation();
    ann.client.setTyping(id, true);
    await until(bob.client.typing, (typing) => typing.get(id)?.[0] === ann.id, 'bob to see ann type');
    ann.client.send(id, 'Done');
    await bob.shows(id, ['Done']);
    await until(bob.client.typing, (typing) => !typing.has(id), 'bob to see it end');
  });
});

describe('a receipt', () => {
  it('says that it has arrived, then that it was read', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'Hello');
    const cursors = () => ann.client.receipts.get().get(id)?.get(bob.id);
    await until(ann.client.receipts, () => cursors()?.deliveredSeq === seq, 'it to arrive');
    expect(cursors()?.readSeq).toBe(0);
    bob.client.markRead(id, seq);
    await until(ann.client.receipts, () => cursors()?.readSeq === seq, 'it to be read');
  });
});

describe('search', () => {
  it('finds what was just said, and marks it', async () => {
    const { ann, bob, id } = await conversation();
    const seq = await ann.says(id, 'The café at the <old> harbour opens at ten');
    await bob.says(id, 'Which cafe?');
    const find = (q: string) => bob.client.messages.search({ q, conversationId: id });
    const { items } = await eventually(() => find('cafe -which harb*'), (page) => page.items.length > 0, 'a hit');
    expect(items.map(({ message }) => message.seq)).toEqual([seq]);
    expect(items[0]?.snippet).toBe('The <mark>café</mark> at the &lt;old&gt; <mark>harbour</mark> opens at ten');
    await eventually(() => find('cafe'), (page) => page.items.length === 2, 'both');
    expect((await bob.client.messages.search({ q: 'cafe', senderId: bob.id })).items).toHaveLength(1);
    expect((await find('"at the harbour')).items).toEqual([]);
  });

  it('comes in pages and shows nobody what others say', async () => {
    const { ann, bob, id } = await conversation();
    const [cid] = await people('cid');
    const word = `w${crypto.randomUUID().replaceAll('-', '')}`;
    for (let count = 0; count < 5; count++) ann.client.send(id, `${word} ${count}`);
    const page = (cursor?: string) => bob.client.messages.search({ q: word, limit: 2, ...(cursor ? { cursor } : {}) });
    await eventually(() => bob.client.messages.search({ q: word }), ({ items }) => items.length === 5, 'all five');
    const found: string[] = [];
    for (let next = await page(); ; next = await page(next.nextCursor)) {
      found.push(...next.items.map(({ message }) => message.content.split(' ')[1]!));
      if (next.nextCursor === null) break;
    }
    expect(found.sort()).toEqual(['0', '1', '2', '3', '4']);
    expect((await cid.client.messages.search({ q: word })).items).toEqual([]);
  });
});
