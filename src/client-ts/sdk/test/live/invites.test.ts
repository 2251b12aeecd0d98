import { describe, expect, it } from 'vitest';
import { people, until } from './people.js';

describe('the owner of a group', () => {
  it('gives roles, hands it over and may leave then', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    const { id } = await ann.client.groups.create('Walks', [bob.id, cid.id]);
    await bob.finds(id, (group) => group?.role === 'member', 'the group');
    await expect(bob.client.groups.rename(id, 'Mine')).rejects.toMatchObject({ code: 'forbidden' });
    await ann.client.groups.setRole(id, bob.id, 'admin');
    await bob.finds(id, (group) => group?.role === 'admin', 'himself an admin');
    await bob.client.groups.rename(id, 'Long walks');

    await expect(ann.client.groups.leave(id)).rejects.toMatchObject({ code: 'conflict' });
    await ann.client.groups.handOver(id, bob.id);
    await bob.client.loadNewest(id);
    const told = (text: string) => bob.sees(id, (message) => message.content.includes(text), text);
    expect(JSON.parse((await told('roleChanged')).content)).toMatchObject({ userIds: [bob.id], role: 'admin' });
    expect(JSON.parse((await told('ownerChanged')).content)).toMatchObject({ userIds: [bob.id] });
    await bob.finds(id, (group) => group?.role === 'owner' && group.name === 'Long walks', 'himself the owner');
    await ann.finds(id, (group) => group?.role === 'admin', 'herself an admin');
    await ann.client.groups.leave(id);
    await ann.finds(id, (group) => group === null, 'the group gone');
  });

  it('deletes it for everybody', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.client.groups.create('Walks', [bob.id]);
    await bob.finds(id, (group) => group !== null, 'the group');
    await expect(bob.client.groups.delete(id)).rejects.toMatchObject({ code: 'forbidden' });
    await ann.client.groups.delete(id);
    await Promise.all([ann, bob].map((person) => person.finds(id, (group) => group === null, 'the group gone')));
    const tablet = await bob.onAnotherDevice();
    expect(tablet.client.conversations.conversation(id).get()).toBeNull();
  });
});

describe('an invite', () => {
  it('is seen, joined with as often as it says, and then gone', async () => {
    const [ann, bob, cid] = await people('ann', 'bob', 'cid');
    const { id } = await ann.client.groups.create('Walks', []);
    const { code } = await ann.client.groups.invite(id, { maxUses: 1 });
    expect(await bob.client.groups.previewInvite(code)).toMatchObject({
      group: { id, name: 'Walks', memberCount: 1 },
      isMember: false,
    });
    const joined = await bob.client.groups.join(code);
    expect(joined).toMatchObject({ id, role: 'member', memberCount: 2 });
    await ann.says(id, 'Welcome');
    await bob.sees(id, (message) => message.content === 'Welcome', 'the welcome');
    expect(await ann.client.groups.seeInvite(id, code)).toMatchObject({ uses: 1, maxUses: 1 });
    await expect(cid.client.groups.join(code)).rejects.toMatchObject({ code: 'gone' });
  });

  it('is listed for admins, and withdrawn', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.client.groups.create('Walks', []);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const { code } = await ann.client.groups.invite(id, { expiresAt: tomorrow });
    const listed = await ann.client.groups.invites(id);
    expect(listed.map((invite) => [invite.code, invite.uses])).toEqual([[code, 0]]);
    expect(Date.parse(listed[0]?.expiresAt ?? '')).toBe(Date.parse(tomorrow));
    await ann.client.groups.withdrawInvite(id, code);
    await expect(bob.client.groups.join(code)).rejects.toMatchObject({ permanent: true });
    await expect(bob.client.groups.invites(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a group of more than fifty', () => {
  it('tells the sender how many have received and read, and not who', async () => {
    const [ann, bob, ...others] = await people('ann', 'bob', ...Array.from({ length: 49 }, (_, index) => `m${index}`));
    const { id } = await ann!.client.groups.create('Town', [bob!, ...others].map((person) => person.id));
    others.forEach((person) => person.client.close());
    await bob!.finds(id, (group) => group?.memberCount === 51, 'the group');
    const seq = await ann!.says(id, 'Hello all');
    const counts = () => ann!.client.receiptCounts.get().get(id)?.get(seq);
    await until(ann!.client.receiptCounts, () => (counts()?.deliveredCount ?? 0) > 0, 'it to arrive');
    await bob!.sees(id, (message) => message.seq === seq, 'the message');
    bob!.client.markRead(id, seq);
    await until(ann!.client.receiptCounts, () => counts()?.readCount === 1, 'it to be read by one');
    expect(ann!.client.receipts.get().get(id)).toBeUndefined();
  });
});
