import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { chooseInRowMenu, fillList, listOf, pressAtOnce, rowsInView, showOnly } from './list-intents.ts';
import { expect, test } from './people.ts';

test('an empty list says what to do next', async ({ join }) => {
  const ann = await join('Ann');
  await expect(ann.page.getByText('No conversations yet')).toBeVisible();
  await expectAccessible(ann.page, 'the empty list');
  await ann.page.getByRole('button', { name: 'Find people' }).click();
  await expect(ann.page.getByRole('heading', { name: 'New message' })).toBeVisible();
});

test('a row counts what is unread, is muted, and is marked as read', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const chat = await bob.openDirect(await ann.id(bob));
  await bob.sendAll(chat, ['One', 'Two', '**Three** of _them_']);
  const row = ann.conversation('Bob');
  await expect(row).toContainText('3 unread');
  await expect(row).toContainText('Three of them');

  await chooseInRowMenu(ann, 'Bob', 'Mute');
  await expect(row.getByRole('img', { name: 'Muted' })).toBeVisible();
  await expectAccessible(ann.page, 'the list');
  await chooseInRowMenu(ann, 'Bob', 'Mark as read');
  await expect(row).not.toContainText('unread');
  await ann.page.reload();
  await expect(row.getByRole('img', { name: 'Muted' })).toBeVisible();
  await chooseInRowMenu(ann, 'Bob', 'Unmute');
  await expect(row.getByRole('img', { name: 'Muted' })).toHaveCount(0);
});

test('a row tells who is here and who is typing', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await bob.writeTo(ann);
  await bob.send('Hello');
  const row = ann.conversation('Bob');
  await expect(row.getByRole('img', { name: 'Online' })).toBeVisible();
  await bob.composer.pressSequentially('And another thing');
  await expect(row).toContainText('typing…');
  await bob.composer.press('Enter');
  await expect(row).toContainText('And another thing');
  await bob.page.goto('about:blank');
  await expect(row.getByRole('img', { name: 'Online' })).toHaveCount(0);
});

test("the person's own message shows how far it has come", async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('Are you there?');
  await ann.backToList();
  const row = ann.conversation('Bob');
  await expect(row).toContainText('Sent');
  await bob.open('Ann');
  await bob.sees('Are you there?');
  await expect(row).toContainText('Read');
  await expect(row).toContainText('You: Are you there?');
});

test('the list is narrowed to unread ones and to groups', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const annId = await ann.id(bob);
  await bob.send(await bob.openDirect(annId), 'Hello');
  const cleo = await ApiPerson.register('Cleo');
  await cleo.makeGroup('Sunday walk', [annId]);
  await expect(ann.conversation('Sunday walk')).toBeVisible();

  await showOnly(ann, 'Groups');
  await expect(ann.conversation('Bob')).toHaveCount(0);
  await expect(ann.conversation('Sunday walk')).toBeVisible();
  await showOnly(ann, 'Unread');
  await expect(ann.conversation('Sunday walk')).toHaveCount(0);
  await chooseInRowMenu(ann, 'Bob', 'Mark as read');
  await expect(ann.page.getByText('All read.')).toBeVisible();
  await showOnly(ann, 'All');
  await expect(ann.conversation('Sunday walk')).toBeVisible();
});

test('hundreds of conversations scroll, and the keyboard moves through them', async ({ join }) => {
  const ann = await join('Ann');
  const count = await fillList(await ApiPerson.register('Finder'), ann, 20, 15);
  const items = listOf(ann).getByRole('listitem');
  await expect(items.first()).toHaveAttribute('aria-setsize', String(count));
  expect(await items.count(), 'only what is in sight is rendered').toBeLessThan(60);

  const focused = listOf(ann).locator('li:focus-within');
  await items.first().getByRole('link').focus();
  await ann.page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('aria-posinset', '2');
  await ann.page.keyboard.press('End');
  await expect(focused).toHaveAttribute('aria-posinset', String(count));
  await expect(focused).toBeInViewport();
  await ann.page.keyboard.press('ArrowUp');
  await expect(focused).toHaveAttribute('aria-posinset', String(count - 1));
  await ann.page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  await ann.page.keyboard.press('PageDown');
  await expect(focused).not.toHaveAttribute('aria-posinset', '1');

  // Keys that come faster than rows are laid out: each finds the focus where the last one has put it.
  expect(await pressAtOnce(ann, ['End', 'ArrowUp', 'Home', 'ArrowDown'])).toEqual([count, count - 1, 1, 2]);
  // And it stays in its row, however far away the list is scrolled.
  for (const top of [1e6, 3_000, 0]) {
    await listOf(ann).evaluate((list, to) => list.scrollTo(0, to), top);
    await expect.poll(() => rowsInView(ann)).toBeGreaterThan(5);
    await expect(focused).toHaveAttribute('aria-posinset', '2');
  }
  await ann.page.keyboard.press('Enter');
  await expect(ann.composer).toBeVisible();
  await ann.backToList();

  await listOf(ann).evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(listOf(ann).locator(`li[aria-posinset="${count}"]`)).toBeInViewport();
});
