import type { Message, SystemEvent } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import type { Person } from './people.js';
import { people, until } from './people.js';

function eventsSeenBy(person: Person, groupId: string): readonly SystemEvent['event'][] {
  return person.client
    .timeline(groupId)
    .get()
    .items.map((item) => (item.kind === 'message' ? item.message : null))
    .filter((message): message is Message => message?.type === 'system')
    .map((message) => (JSON.parse(message.content) as SystemEvent).event);
}

async function isIn(person: Person, groupId: string): Promise<void> {
  await until(
    person.client.conversations.conversation(groupId),
    (view) => view !== null,
    `${person.username} to be in the group`,
  );
}

async function isOut(person: Person, groupId: string): Promise<void> {
  await until(
    person.client.conversations.conversation(groupId),
    (view) => view === null,
    `${person.username} to be out`,
  );
}

describe('a group', () => {
  it('carries a message to every member', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    const group = await ann.client.groups.create('Walks', [bob.id, cid.id]);
    await Promise.all([isIn(bob, group.id), isIn(cid, group.id)]);
    ann.client.send(group.id, 'Sunday?');
    bob.client.send(group.id, 'Yes');
    for (const person of [ann, bob, cid]) {
      await person.client.loadNewest(group.id);
      const texts = () =>
        person
          .shown(group.id)
          .filter((text) => ['Sunday?', 'Yes'].includes(text))
          .sort();
      await until(person.client.timeline(group.id), () => texts().length === 2, `${person.username} to see both`);
    }
    expect(cid.client.conversations.conversation(group.id).get()).toMatchObject({
      name: 'Walks',
      memberCount: 3,
      unreadCount: 2,
    });
  });

  it('takes in somebody new, who sees what follows', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    const group = await ann.client.groups.create('Walks', [bob.id]);
    await ann.client.groups.loadMembers(group.id);
    await ann.client.groups.addMembers(group.id, [cid.id]);
    await isIn(cid, group.id);
    ann.client.send(group.id, 'Welcome');
    await until(cid.client.timeline(group.id), () => cid.shown(group.id).includes('Welcome'), 'cid to be welcomed');
    const members = await until(
      ann.client.members,
      (all) => all.get(group.id)?.length === 3,
      'ann to see three members',
    );
    expect(
      members
        .get(group.id)
        ?.map((member) => member.user.id)
        .sort(),
    ).toEqual([ann.id, bob.id, cid.id].sort());
    await until(
      ann.client.timeline(group.id),
      () => eventsSeenBy(ann, group.id).includes('membersAdded'),
      'the note of it',
    );
  });

  it('is gone for who leaves or is removed, and tells the others', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    const group = await ann.client.groups.create('Walks', [bob.id, cid.id]);
    await Promise.all([isIn(bob, group.id), isIn(cid, group.id)]);
    await bob.client.groups.leave(group.id);
    await isOut(bob, group.id);
    await ann.client.groups.removeMember(group.id, cid.id);
    await isOut(cid, group.id);
    await until(
      ann.client.timeline(group.id),
      () =>
        ['memberLeft', 'memberRemoved'].every((event) =>
          eventsSeenBy(ann, group.id).includes(event as SystemEvent['event']),
        ),
      'ann to see both go',
    );
    await expect(bob.client.groups.loadMembers(group.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has its new name everywhere', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const group = await ann.client.groups.create('Walks', [bob.id]);
    await isIn(bob, group.id);
    await ann.client.groups.rename(group.id, 'Long walks');
    await until(
      bob.client.conversations.conversation(group.id),
      (view) => view?.name === 'Long walks',
      'bob to see the name',
    );
  });
});
