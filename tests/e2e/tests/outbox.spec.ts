import { arrive, attach, block, messagesOf, openWith, png, previews } from './composer-intents.ts';
import { expect, test } from './people.ts';

test('what is written offline is seen to wait, and is sent once when the network is back', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await ann.goOffline();
  await expect(ann.banner).toContainText('No connection');
  await ann.send('In a tunnel');
  await ann.send('still in it');
  await expect(ann.page.getByText('2 messages are waiting for a connection')).toBeVisible();
  await expect(ann.page.getByRole('article').last()).toContainText('Waiting for a connection');

  await ann.goOnline();
  await arrive(other, conversationId, ['Hello', 'In a tunnel', 'still in it']);
  await expect(ann.page.getByText('waiting for a connection')).toHaveCount(0);
  await ann.sees('Hello', 'In a tunnel', 'still in it');
});

test('a message that the server refuses says why, can be tried again and be given up', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  const id = await ann.id(other);
  await other.call('PUT', `/contacts/${id}/block`);
  await ann.send('Are you cross?');
  const failed = ann.page.getByRole('article').last();
  await expect(failed.getByRole('alert')).toContainText('Not sent');
  await failed.getByRole('button', { name: 'Retry' }).click();
  await expect(failed.getByRole('alert')).toContainText('Not sent');
  await failed.getByRole('button', { name: 'Discard' }).click();
  await ann.sees('Hello');

  await ann.send('Are you still cross?');
  await expect(failed.getByRole('alert')).toContainText('Not sent');
  await other.call('DELETE', `/contacts/${id}/block`);
  await failed.getByRole('button', { name: 'Retry' }).click();
  await arrive(other, conversationId, ['Hello', 'Are you still cross?']);
});

test('one does not write to somebody one has blocked, until one takes it back', async ({ join }) => {
  const ann = await join('Ann');
  const { other } = await openWith(ann);
  await expect(ann.composer).toBeVisible();
  await block(ann, other);
  await expect(ann.page.getByText(/You blocked .*Bob/)).toBeVisible();
  await expect(ann.composer).toHaveCount(0);
  await ann.page.getByRole('button', { name: 'Unblock' }).click();
  await expect(ann.composer).toBeVisible();
});

test('an image written offline survives the closing of the page and is sent once by the next one', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await ann.goOffline();
  await attach(ann, png('tunnel.png', 90, 60));
  await expect(previews(ann)).toHaveCount(1);
  await ann.send('From the tunnel');
  const pending = ann.page.getByRole('article').last();
  await expect(pending.getByRole('img', { name: 'tunnel.png' })).toBeVisible();
  await expect(pending).toContainText('Waiting for a connection');

  const url = ann.page.url();
  const context = ann.page.context();
  await ann.page.close();
  expect(await messagesOf(other, conversationId)).toHaveLength(1);
  await ann.goOnline();
  const next = await context.newPage();
  await next.goto(url);
  await arrive(other, conversationId, ['Hello', 'From the tunnel']);
  expect((await messagesOf(other, conversationId)).at(-1).image).toMatchObject({ width: 90, height: 60 });
  // In order after all that waited: a second copy would stand before it.
  const composer = next.getByRole('textbox', { name: 'Message', exact: true });
  await composer.fill('Out again');
  await composer.press('Enter');
  await arrive(other, conversationId, ['Hello', 'From the tunnel', 'Out again']);
});

test('an upload shows how far it is', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await ann.page.route('**/*', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue();
  });
  await attach(ann, png('slow.png', 300, 200));
  await ann.send('Slowly');
  const progress = ann.page.getByRole('progressbar', { name: 'Uploading the image' });
  await expect(progress).toHaveAttribute('aria-valuenow', /^\d+$/);
  letGo();
  await arrive(other, conversationId, ['Hello', 'Slowly']);
  await expect(progress).toHaveCount(0);
});

test('an image is given up while it waits', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await ann.goOffline();
  await expect(ann.banner).toContainText('No connection');
  await attach(ann, png('regretted.png'));
  await expect(previews(ann)).toHaveCount(1);
  await ann.send('Look');
  await ann.page.getByRole('button', { name: 'Do not send this image' }).click();
  await ann.sees('Hello');
  await ann.goOnline();
  await ann.send('Nothing');
  await arrive(other, conversationId, ['Hello', 'Nothing']);
});

test('two tabs that come back together send what waited once', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  const second = await ann.page.context().newPage();
  await second.goto(ann.page.url());
  await expect(second.getByRole('log', { name: 'Messages' })).toContainText('Hello');
  await ann.goOffline();
  await expect(ann.banner).toContainText('No connection');
  for (const text of ['One', 'Two', 'Three']) await ann.send(text);
  await expect(second.getByText('3 messages are waiting for a connection')).toBeVisible();
  await ann.goOnline();
  const all = ['Hello', 'One', 'Two', 'Three'];
  await arrive(other, conversationId, all);
  await ann.sees(...all);
  await expect(second.getByRole('log', { name: 'Messages' }).locator('article .message-text')).toHaveText(all);
  await ann.send('Out again');
  await arrive(other, conversationId, [...all, 'Out again']);
});
