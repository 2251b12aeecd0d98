import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import { holdNext } from './platform-intents.ts';
import { act, fill, hasRead, log, messageOf, openWith } from './timeline-intents.ts';

test('Markdown is shown, links open safely, and nothing in a text becomes part of the page', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  await bob.send(id, `Bring **good shoes**, @${ann.username}, the path is \`wet\`: https://example.org/map`);
  await bob.send(id, '<img src=x onerror="window.slippedIn = true"> [press](javascript:window.slippedIn=true)');
  await bob.send(id, '👍');

  const first = messageOf(ann, 'good shoes');
  await expect(first.locator('strong')).toHaveText('good shoes');
  await expect(first.locator('code')).toHaveText('wet');
  await expect(first.locator('.mention.self')).toHaveText(`@${ann.username}`);
  const link = first.getByRole('link');
  await expect(link).toHaveAttribute('href', 'https://example.org/map');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');

  const hostile = messageOf(ann, 'press');
  await expect(hostile).toContainText('<img src=x');
  await expect(hostile.locator('img, a')).toHaveCount(0);
  expect(await ann.page.evaluate(() => 'slippedIn' in window)).toBe(false);
  await expectAccessible(ann.page, 'a conversation');
});

test('a reply quotes its source and leads to it, however far back it is', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  const source = await bob.send(id, 'Where it all began');
  await fill(bob, id, 120);
  const last = await bob.send(id, 'I still think so', { replyTo: source.seq });

  const reply = messageOf(ann, 'I still think so');
  const quote = reply.getByRole('button', { name: /Where it all began/ });
  await expect(quote).toBeVisible();
  // A new device holds only the newest messages, so the source must be asked for.
  await hasRead(ann, bob, last);
  await ann.visit('/');
  await ann.signOut();
  // A quote that could not be read is read with the next connection.
  const lost = /[?&]around=/;
  await ann.page.route(lost, (route) => route.abort());
  const failed = ann.page.waitForEvent('requestfailed', (request) => lost.test(request.url()));
  await ann.signIn();
  await ann.open('Bob');
  await failed;
  await expect(reply.getByText('Original message')).toBeVisible();
  await ann.goOffline();
  await expect(ann.banner).toContainText('No connection');
  await ann.page.unroute(lost);
  await ann.goOnline();
  await expect(quote).toBeVisible();

  const answer = await holdNext(ann.page, /[?&]after=/);
  await quote.click();
  const shown = ann.page.getByRole('article').filter({ has: ann.page.locator('.message-text', { hasText: 'Where it all began' }) });
  await expect(shown).toBeInViewport();
  await expect(shown).toHaveClass(/highlighted/);
  // Also while further messages are still being loaded.
  await log(ann).hover();
  await ann.page.mouse.wheel(0, 1_000);
  await answer.made;
  await ann.page.getByRole('button', { name: 'Newest messages' }).click();
  await expect(reply).toBeInViewport();
  answer.letGo();
});

test('Home and End lead to the first and the newest message; one that was left in the past opens at the newest', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  await hasRead(ann, bob, await fill(bob, id, 200));
  const [first, newest] = [messageOf(ann, 'Hello'), messageOf(ann, 'message number 200')];
  await ann.visit('/');
  await ann.open('Bob');
  await expect(newest).toBeInViewport();
  await log(ann).focus();
  await ann.page.keyboard.press('Home');
  await expect(first).toBeInViewport();
  await ann.page.keyboard.press('End');
  await expect(newest).toBeInViewport();
  await ann.page.keyboard.press('Home');
  await expect(first).toBeInViewport();
  await expect(log(ann)).toBeFocused();

  await ann.visit('/');
  const read: string[] = [];
  ann.page.on('request', (request) => request.url().includes(`/conversations/${id}/messages`) && read.push(request.url()));
  await ann.open('Bob');
  await expect(newest).toBeInViewport();
  expect(read, 'not all of history is read on the way').toHaveLength(0);
});

test('reactions are seen by both, and taken back', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('Cake?');
  await bob.open('Ann');

  const seen = messageOf(bob, 'Cake?');
  await seen.focus();
  await seen.getByRole('button', { name: 'React' }).click();
  await bob.page.getByRole('dialog', { name: 'Add reaction' }).getByRole('button', { name: '👍' }).click();
  const chip = messageOf(ann, 'Cake?').getByRole('button', { name: '👍' });
  await expect(chip).toContainText('1');
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await expect(chip).toHaveAttribute('title', /Bob/);

  await chip.click();
  await expect(chip).toContainText('2');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');

  await seen.focus();
  await seen.getByRole('button', { name: 'React' }).click();
  await bob.page.getByRole('button', { name: 'All emoji' }).click();
  const picker = bob.page.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('searchbox', { name: 'Search emoji' }).fill('hot bev');
  await picker.getByRole('button', { name: 'hot beverage' }).click();
  await expect(messageOf(ann, 'Cake?').getByRole('button', { name: '☕' })).toBeVisible();
});

test('a pinned message stands above the conversation for both, and can be unpinned', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('The address: Bridge Street 7');
  await bob.open('Ann');

  await act(messageOf(ann, 'Bridge Street'), 'Pin');
  const bar = bob.page.locator('.pin-bar');
  await expect(bar).toContainText('Bridge Street 7');
  await bar.getByRole('button', { name: 'Pinned messages' }).click();
  const panel = bob.page.getByRole('complementary', { name: 'Pinned messages' });
  await expect(panel).toContainText('Bridge Street 7');
  await expectAccessible(bob.page, 'the pins');
  await panel.getByRole('button', { name: 'Unpin' }).click();
  await expect(panel).toContainText('Nothing is pinned');
  await expect(ann.page.locator('.pin-bar')).toHaveCount(0);
});

test('what was unread is marked by a line, and new messages do not move a reader', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await fill(bob, id, 60);
  await ann.visit(`/c/${id}`);
  await expect(log(ann).getByRole('heading', { name: 'New messages' })).toBeInViewport();

  await bob.send(id, 'and one more');
  const button = ann.page.getByRole('button', { name: /new messages?$/ });
  await expect(button).toBeVisible();
  await button.click();
  await expect(messageOf(ann, 'and one more')).toBeInViewport();
  await expect(button).toHaveCount(0);
  await ann.backToList();
  await expect(ann.conversation('Bob')).not.toContainText('unread');
});

test('a long conversation is read to its beginning and back, and keeps its place', async ({ join }) => {
  test.setTimeout(180_000);
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await bob.openDirect(await ann.id(bob));
  await ann.page.goto('about:blank');
  await fill(bob, id, 1_200);
  await ann.page.goto('/');
  await ann.open('Bob');
  await expect(log(ann).getByRole('heading', { name: 'New messages' })).toBeInViewport();
  await ann.page.getByRole('button', { name: /new messages$/ }).click();
  await expect(messageOf(ann, 'message number 1200')).toBeInViewport();

  // What is in view before older messages come is in the same place afterwards.
  const moved = await log(ann).evaluate(async (scroller) => {
    const frame = () => new Promise(requestAnimationFrame);
    const topOf = (element: Element) => element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop = 600;
    for (let count = 0; count < 3; count++) await frame();
    const height = scroller.scrollHeight;
    const inView = [...scroller.querySelectorAll('article')].find((one) => topOf(one) > 100);
    if (inView === undefined) return null;
    const before = topOf(inView);
    for (let count = 0; count < 600 && scroller.scrollHeight < height + 500; count++) await frame();
    for (let count = 0; count < 3; count++) await frame();
    return inView.isConnected ? topOf(inView) - before : null;
  });
  expect(moved).not.toBeNull();
  expect(Math.abs(moved ?? 0)).toBeLessThan(4);
  const top = log(ann).locator('.message-text', { hasText: /^message number 1$/ });
  await log(ann).hover();
  await expect(async () => {
    await ann.page.mouse.wheel(0, -6_000);
    await expect(top).toBeInViewport({ timeout: 100 });
  }).toPass({ timeout: 90_000, intervals: [50] });
  expect(await log(ann).getByRole('article').count()).toBeLessThan(150);

  const end = log(ann).locator('.message-text', { hasText: /^message number 1200$/ });
  await expect(async () => {
    await ann.page.mouse.wheel(0, 6_000);
    await expect(end).toBeInViewport({ timeout: 100 });
  }).toPass({ timeout: 90_000, intervals: [50] });
});

test('what a message said before it was edited can be read', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('See you at noin');
  await bob.open('Ann');
  const own = ann.page.getByRole('article').first();
  await act(own, 'Edit message');
  await own.getByRole('textbox').fill('See you at noon');
  await own.getByRole('textbox').press('Enter');
  await messageOf(bob, 'See you at noon').getByRole('button', { name: 'edited' }).click();
  await expect(bob.page.getByRole('dialog', { name: 'Earlier versions' })).toContainText('See you at noin');
});

test('the sender sees that a message was read, and the keyboard reaches every message', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('First');
  await ann.send('Second');
  await expect(messageOf(ann, 'Second').locator('.delivery')).toHaveText(/Sent|Delivered/);
  await bob.open('Ann');
  await expect(messageOf(ann, 'Second').locator('.delivery')).toHaveText('Read');

  await log(ann).focus();
  await ann.page.keyboard.press('ArrowUp');
  await expect(messageOf(ann, 'Second')).toBeFocused();
  await ann.page.keyboard.press('ArrowUp');
  await expect(messageOf(ann, 'First')).toBeFocused();
  await ann.page.keyboard.press('Enter');
  await expect(messageOf(ann, 'First').getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(messageOf(ann, 'First').getByRole('menu')).toHaveCount(0);
});
