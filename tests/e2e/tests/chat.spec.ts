import { expect, test } from './people.ts';
import { act } from './timeline-intents.ts';

test('two people find each other and chat, one loses the network, and both end with the same timeline', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');

  await ann.writeTo(bob);
  await ann.send('Hello Bob 👩‍👩‍👧');
  await bob.open('Ann');
  await bob.sees('Hello Bob 👩‍👩‍👧');
  await bob.send('Hello Ann');
  await ann.sees('Hello Bob 👩‍👩‍👧', 'Hello Ann');

  await bob.goOffline();
  await expect(bob.banner).toContainText('No connection');
  await bob.send('Written in a tunnel');
  await bob.send('and another');
  await ann.send('Are you there?');
  await ann.sees('Hello Bob 👩‍👩‍👧', 'Hello Ann', 'Are you there?');
  await expect(bob.messages).toHaveCount(4);

  await bob.goOnline();
  const all = ['Hello Bob 👩‍👩‍👧', 'Hello Ann', 'Are you there?', 'Written in a tunnel', 'and another'];
  await ann.sees(...all);
  await bob.sees(...all);
  await expect(bob.banner).toBeEmpty();

  await bob.page.reload();
  await bob.sees(...all);
});

test('a group: everyone reads, the unread count tells, and who leaves sees no more', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  const cleo = await join('Cleo');

  await ann.makeGroup('Sunday walk', [bob, cleo]);
  await ann.send('Ten at the bridge?');
  await expect(bob.conversation('Sunday walk')).toContainText('1 unread');
  await bob.open('Sunday walk');
  await bob.sees('Ten at the bridge?');
  await bob.send('Yes');
  await ann.sees('Ten at the bridge?', 'Yes');
  await bob.backToList();
  await expect(bob.conversation('Sunday walk')).not.toContainText('unread');

  await cleo.open('Sunday walk');
  await cleo.sees('Ten at the bridge?', 'Yes');
  await cleo.page.getByRole('button', { name: 'Details' }).click();
  await cleo.page.getByRole('button', { name: 'Leave group' }).click();
  await cleo.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(cleo.conversation('Sunday walk')).toHaveCount(0);
  await ann.send('Cleo has left');
  await ann.sees('Ten at the bridge?', 'Yes', 'Cleo has left');
  await expect(cleo.conversation('Sunday walk')).toHaveCount(0);
});

test('a message is edited and deleted for both', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('See you at noin');
  await bob.open('Ann');
  await bob.sees('See you at noin');

  const own = ann.page.getByRole('article').first();
  await act(own, 'Edit message');
  await own.getByRole('textbox').fill('See you at noon');
  await own.getByRole('textbox').press('Enter');
  await bob.sees('See you at noon');
  await expect(bob.page.getByRole('article')).toContainText('edited');

  await act(own, 'Delete');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await bob.sees('Message deleted');
});

test('a reload keeps the session, signing out ends it, and a wrong password says so', async ({ join }) => {
  const ann = await join('Ann');
  await ann.page.reload();
  await expect(ann.page.getByRole('button', { name: 'New message' })).toBeVisible();

  await ann.signOut();
  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await ann.signIn('a wrong password');
  await expect(ann.page.getByRole('alert')).toContainText('Wrong user name or password');
  await ann.signIn();
  await expect(ann.page.getByRole('button', { name: 'New message' })).toBeVisible();
});

test('the page runs no script and no style that somebody slips into it, and these tests would notice', async ({ join }) => {
  const ann = await join('Ann');
  await ann.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.slippedIn = true';
    document.head.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.slippedIn = true');
    image.setAttribute('style', 'position: fixed');
    image.src = 'https://elsewhere.example/pixel.png';
    document.body.append(image);
  });
  const blocked: string[] = [];
  const directives = () => {
    blocked.push(...ann.takeViolations());
    return [...new Set(blocked.map((violation) => violation.split(':')[0]))].sort();
  };
  await expect.poll(directives).toEqual(['img-src', 'script-src-attr', 'script-src-elem', 'style-src-attr']);
  expect(await ann.page.evaluate(() => 'slippedIn' in window)).toBe(false);
});
