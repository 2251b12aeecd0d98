import { memoryStorage } from '@orleanschat/sdk';
import { describe, expect, it } from 'vitest';
import { Person, until } from './people.js';

const signedOut = (person: Person) =>
  until(person.client.session, (state) => state.status === 'signedOut', `${person.username} to be signed out`, 5_000);

describe('a session', () => {
  it('ends on a device within five seconds when it is revoked on another', async () => {
    const laptop = await Person.register('ann');
    const phone = await laptop.onAnotherDevice();
    const sessions = await phone.client.account.sessions();
    const other = sessions.find((session) => !session.current);
    await phone.client.account.revokeSession(other?.id ?? '');
    await signedOut(laptop);
    expect(laptop.client.connection.get()).toMatchObject({ status: 'ended' });
    expect(phone.client.connection.get()).toEqual({ status: 'online' });
  });

  it('ends everywhere else when the password changes', async () => {
    const laptop = await Person.register('ann');
    const phone = await laptop.onAnotherDevice();
    await phone.client.account.changePassword('correct horse battery staple', 'a better one than that');
    await signedOut(laptop);
    await phone.online();
  });

  it('is over after signing out', async () => {
    const storage = memoryStorage();
    const ann = await Person.register('ann', { storage });
    await ann.client.signOut();
    expect(ann.client.session.get()).toEqual({ status: 'signedOut', reason: 'signedOut' });
    expect(await storage.session.load()).toBeNull();
  });

  it('rotates its tokens and goes on', async () => {
    const storage = memoryStorage();
    let ahead = 0;
    const ann = await Person.register('ann', { storage, now: () => Date.now() + ahead });
    const first = (await storage.session.load())?.refreshToken;
    // A day later every access token has expired.
    ahead = 86_400_000;
    await Promise.all([ann.client.account.sessions(), ann.client.account.sessions(), ann.client.searchUsers('nobody')]);
    const second = (await storage.session.load())?.refreshToken;
    expect(second).not.toBe(first);
    expect(second).not.toBeNull();
    expect(ann.client.session.get().status).toBe('signedIn');
  });

  it('is taken up again from the storage, and a stolen old token ends it', async () => {
    const storage = memoryStorage();
    const ann = await Person.register('ann', { storage });
    const old = await storage.session.load();
    ann.client.close();
    const again = await Person.restored(storage);
    expect(again.id).toBe(old?.user.id);

    const thief = memoryStorage();
    await thief.session.save(old!);
    const theft = await Person.restoring(thief);
    await signedOut(theft);
    await signedOut(again);
  });
});
