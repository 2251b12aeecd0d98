import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import { becomeInstalled, keepsForNextStart } from './platform-intents.ts';

test('without a network it opens with what was last known, in every tab, and catches up afterwards', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await bob.sendAll(id, ['Hello Ann', 'See you at ten']);
  await ann.open('Bob');
  await ann.sees('Hello Ann', 'See you at ten');
  await becomeInstalled(ann);
  await keepsForNextStart(ann.page, 1, 2);

  await ann.goOffline();
  await ann.page.reload();
  await ann.sees('Hello Ann', 'See you at ten');
  await expect(ann.banner).toContainText('No connection');
  await ann.backToList();
  await expect(ann.conversation('Bob')).toContainText('See you at ten');

  const secondTab = await ann.page.context().newPage();
  await secondTab.goto('/');
  await expect(secondTab.getByRole('link', { name: 'Bob' })).toContainText('See you at ten');
  await expect(secondTab.getByRole('status').first()).toContainText('No connection');

  await bob.send(id, 'The train is late');
  await ann.goOnline();
  for (const page of [ann.page, secondTab]) {
    await expect(page.getByRole('link', { name: 'Bob' })).toContainText('The train is late');
    await expect(page.getByRole('status').first()).toBeEmpty();
  }
});

test('after signing out nothing of the person is left on the device', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await bob.send(id, 'For your eyes only');
  await ann.open('Bob');
  await ann.sees('For your eyes only');
  await becomeInstalled(ann);
  await keepsForNextStart(ann.page, 1, 1);
  await ann.page.evaluate(async () => {
    const cache = await caches.open('private-thumbnails');
    await cache.put('/blobs/thumbnails/test', new Response('a picture'));
  });

  await ann.backToList();
  await ann.signOut();
  await expect.poll(() => ann.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('private-')))).toEqual([]);
  await ann.goOffline();
  await ann.page.reload();
  await expect(ann.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(ann.page.getByText('For your eyes only')).toHaveCount(0);
});

test('a new version waits until the person takes it', async ({ join }) => {
  const ann = await join('Ann');
  await becomeInstalled(ann);
  await ann.page.evaluate(() => Object.assign(window, { isThisPage: true }));
  const isThisPage = () => ann.page.evaluate(() => 'isThisPage' in window);
  const runs = () => ann.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL ?? null);
  const before = await runs();
  // The server has another script: to the browser it is the next version of this page's worker.
  await ann.page.evaluate(async () => void (await navigator.serviceWorker.register('/sw.js?next')));
  const offer = ann.page.getByRole('status').filter({ hasText: 'A new version is ready.' });
  await expect(offer).toBeVisible();
  expect(await isThisPage()).toBe(true);
  expect(await runs()).toBe(before);

  const reloaded = ann.page.waitForEvent('load');
  await offer.getByRole('button', { name: 'Reload' }).click();
  await reloaded;
  expect(await isThisPage()).toBe(false);
  await expect.poll(runs).toContain('?next');
  await expect(ann.page.getByRole('button', { name: 'New message' })).toBeVisible();
});

test('a page whose code cannot be loaded says so, and comes when it can be loaded again', async ({ join }) => {
  // Without the service worker, which would have kept it.
  const ann = await join('Ann', { serviceWorkers: 'block' });
  const lost = '**/assets/ShortcutsPage-*.js';
  await ann.page.route(lost, (route) => route.abort());
  await ann.visit('/shortcuts');
  await expect(ann.page.getByRole('alert')).toContainText('could not be loaded');
  await expect(ann.page.getByText('A new version is ready')).toBeVisible();

  await ann.page.unroute(lost);
  await ann.page.getByRole('button', { name: 'Try again' }).click();
  await expect(ann.page.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible();
});
