import { ChatClient } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { password, people, serverUrl, until } from './people.js';

describe('an account', () => {
  it('is exported as one document with all that is held', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.writeTo(bob);
    await ann.says(id, 'Remember me');
    await ann.befriends(bob);
    const text = JSON.stringify(await ann.client.account.export());
    for (const part of [ann.id, ann.username, 'Remember me', bob.id]) expect(text).toContain(part);
  });

  it('has a name that others see', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const { id } = await ann.writeTo(bob);
    await ann.says(id, 'Hello');
    await bob.shows(id, ['Hello']);
    await ann.client.account.updateProfile({ displayName: 'Ann of the hills' });
    await bob.finds(id, (conversation) => conversation?.peer?.displayName === 'Ann of the hills', 'the new name');
  });

  it('that is erased leaves texts without a name, and nothing to sign in to', async () => {
    const [ann, bob] = await people('ann', 'bob');
    const phone = await ann.onAnotherDevice();
    const { id } = await ann.writeTo(bob);
    await ann.says(id, 'Goodbye');
    await ann.befriends(bob);
    const annId = ann.id;
    await expect(ann.client.account.erase('a wrong one')).rejects.toMatchObject({ permanent: true });
    await ann.client.account.erase(password);
    expect(ann.client.session.get()).toMatchObject({ status: 'signedOut' });
    await until(phone.client.session, ({ status }) => status === 'signedOut', 'the phone to be signed out');
    const visitor = ChatClient.create({ baseUrl: serverUrl() });
    await expect(visitor.signIn({ username: ann.username, password })).rejects.toMatchObject({ code: 'unauthenticated' });

    await until(bob.client.contacts, (contacts) => !contacts.has(annId), 'ann to leave the contacts');
    const tablet = await bob.onAnotherDevice();
    await tablet.shows(id, ['Goodbye']);
    const { peer } = tablet.client.conversations.conversation(id).get()!;
    expect(JSON.stringify(peer)).not.toContain(ann.username);
  });
});
