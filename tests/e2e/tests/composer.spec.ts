import { expectAccessible } from './accessibility.ts';
import { arrive, attach, beginReply, drag, messagesOf, openWith, paste, png, previews } from './composer-intents.ts';
import { expect, test } from './people.ts';
import { act, messageOf } from './timeline-intents.ts';

test('Shift+Enter breaks the line, Enter sends, and Up in the empty composer edits what was sent', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);

  await ann.composer.pressSequentially('One line');
  await ann.composer.press('Shift+Enter');
  await ann.composer.pressSequentially('and anoter');
  await ann.composer.press('Enter');
  await expect(ann.composer).toHaveValue('');
  await arrive(other, conversationId, ['Hello', 'One line\nand anoter']);
  await expect(ann.page.getByRole('article').last()).toContainText('Sent');

  await ann.composer.press('ArrowUp');
  const editor = ann.page.getByRole('textbox', { name: 'Edit message' });
  await editor.fill('One line');
  await editor.press('Enter');
  await arrive(other, conversationId, ['Hello', 'One line']);
  await expect(ann.composer).toBeFocused();

  // Escape leaves the text as it was, and the conversation open.
  for (const text of ['Something else', '']) {
    await ann.composer.press('ArrowUp');
    await editor.fill(text);
    await editor.press('Escape');
    await expect(editor).toHaveCount(0);
    await expect(ann.composer).toBeFocused();
  }
  await ann.sees('Hello', 'One line');
});

test('bold, italic and code are put around the selection, and taken away again', async ({ join }) => {
  const ann = await join('Ann');
  await openWith(ann);
  await ann.composer.fill('very good');
  await ann.composer.press('Control+a');
  await ann.composer.press('Control+b');
  await expect(ann.composer).toHaveValue('**very good**');
  await ann.composer.press('Control+b');
  await expect(ann.composer).toHaveValue('very good');
  await ann.composer.press('Control+e');
  await expect(ann.composer).toHaveValue('`very good`');
});

test('an emoji is found by its name and put where the caret is', async ({ join }) => {
  const ann = await join('Ann');
  await openWith(ann);
  await ann.composer.fill('Hello !');
  await ann.composer.press('ArrowLeft');
  await ann.page.getByRole('button', { name: 'Insert emoji' }).click();
  const search = ann.page.getByRole('searchbox', { name: 'Search emoji' });
  await search.fill('hiking boot');
  await expect(ann.page.getByRole('button', { name: 'hiking boot' })).toBeVisible();
  await search.press('Enter');
  await expect(ann.composer).toHaveValue('Hello 🥾!');
  await expect(ann.composer).toBeFocused();
  await ann.sees('Hello');
});

test('a text that is too long says by how much and cannot be sent', async ({ join }) => {
  const ann = await join('Ann');
  await openWith(ann);
  await ann.composer.fill('a'.repeat(7_900));
  await expect(ann.page.getByText('100 characters left')).toBeVisible();
  await ann.composer.fill('a'.repeat(8_001));
  await expect(ann.page.getByText('1 character too many')).toBeVisible();
  await expect(ann.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await ann.composer.press('Enter');
  await ann.sees('Hello');
});

test('a draft survives a reload, is seen in another tab, and goes when it is sent', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  const tab = await ann.page.context().newPage();
  await tab.goto(ann.page.url());
  const second = tab.getByRole('textbox', { name: 'Message', exact: true });
  await expect(second).toBeVisible();

  await ann.composer.fill('Not done');
  await expect(second).toHaveValue('Not done');
  await ann.composer.fill('Not done yet');
  await ann.page.reload();
  await expect(ann.composer).toHaveValue('Not done yet');
  await ann.composer.press('Enter');
  await arrive(other, conversationId, ['Hello', 'Not done yet']);
  await expect(second).toHaveValue('');
  await ann.page.reload();
  await expect(ann.composer).toHaveValue('');
});

test('a reply is begun with its button, left with Escape, taken up after a reload, and sent as one', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  const reply = ann.page.getByRole('group', { name: /Replying to .*Bob/ });
  const first = messageOf(ann, 'Hello');
  await first.focus();
  await first.getByRole('button', { name: 'Reply' }).click();
  await expect(reply).toContainText('Hello');
  await expect(ann.composer).toBeFocused();
  await ann.page.keyboard.type('Hm');
  await ann.page.keyboard.press('Escape');
  await expect(reply).toHaveCount(0);
  await expect(ann.composer).toBeFocused();
  await expect(ann.composer).toHaveValue('Hm');
  await ann.composer.fill('');
  await act(first, 'Reply');
  await expect(reply).toContainText('Hello');
  await expect(ann.composer).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(reply).toHaveCount(0);

  await beginReply(ann, other, conversationId);
  await expect(reply).toContainText('Hello');
  await expectAccessible(ann.page, 'a reply being written');
  await ann.send('Hello to you');
  await arrive(other, conversationId, ['Hello', 'Hello to you']);
  const [source, answer] = await messagesOf(other, conversationId);
  expect(answer.replyTo).toBe(source.seq);
  await expect(reply).toHaveCount(0);
});

test('the other one sees that somebody types, and no more when the text is given up', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('Hello');
  await expect(bob.conversation('Ann')).toContainText('Hello');
  await ann.composer.pressSequentially('Hm');
  await expect(bob.conversation('Ann')).toContainText('typing');
  await ann.composer.fill('');
  await expect(bob.conversation('Ann')).toContainText('Hello');
});

test('drafts are shown in the list and go when the person signs out', async ({ join }) => {
  const ann = await join('Ann');
  await openWith(ann);
  await ann.composer.fill('Between us');
  await ann.visit('/');
  await expect(ann.conversation('Bob')).toContainText('Between us');
  const stored = () => ann.page.evaluate(() => JSON.stringify(localStorage).includes('Between us'));
  await expect.poll(stored).toBe(true);
  await ann.signOut();
  expect(await stored()).toBe(false);
});

test('a member is mentioned by the keyboard', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann, 'Zoë');
  await ann.composer.pressSequentially('Ask @zo');
  const person = ann.page.getByRole('listbox', { name: 'People to mention' }).getByRole('option');
  await expect(person).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(ann.page, 'the completion of a mention');
  await ann.composer.press('Escape');
  await expect(person).toHaveCount(0);
  await ann.composer.press('Backspace');
  await ann.composer.press('Backspace');
  await ann.composer.press('Backspace');
  await ann.composer.pressSequentially('@z');
  await expect(person).toHaveCount(1);
  await ann.composer.press('Enter');
  await expect(ann.composer).toHaveValue(`Ask @${other.username} `);
  await ann.composer.press('Enter');
  await expect.poll(async () => (await messagesOf(other, conversationId)).at(-1)?.mentions).toEqual([other.id]);
});

test('an image is chosen, previewed, sent with its text and arrives', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await attach(ann, png('walk.png', 120, 80), png('second.png'));
  await expect(previews(ann)).toHaveCount(2);
  await expectAccessible(ann.page, 'the preview of images');
  await ann.page.getByRole('button', { name: 'Remove second.png' }).click();
  await expect(previews(ann)).toHaveCount(1);
  await ann.send('The walk');
  await expect(previews(ann)).toHaveCount(0);
  await arrive(other, conversationId, ['Hello', 'The walk']);
  const { image } = (await messagesOf(other, conversationId)).at(-1);
  expect(image).toMatchObject({ width: 120, height: 80, contentType: 'image/png' });
});

test('a large picture is scaled down unless its original size is wanted', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await attach(ann, png('large.png', 3_000, 600));
  await ann.send('Scaled');
  await arrive(other, conversationId, ['Hello', 'Scaled']);
  await attach(ann, png('large.png', 3_000, 600));
  await ann.page.getByRole('checkbox', { name: 'Send original size' }).check();
  await ann.send('Original');
  await arrive(other, conversationId, ['Hello', 'Scaled', 'Original']);
  const widths = (await messagesOf(other, conversationId)).map(({ image }) => image?.width);
  expect(widths).toEqual([undefined, 2_048, 3_000]);
});

test('images are pasted and dropped; what is no image or too large is refused with the reason', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await paste(ann, png('pasted.png'));
  await expect(previews(ann)).toHaveCount(1);
  await drag(ann, png('dropped.png'), 'dragenter');
  await expect(ann.page.getByText('Drop images here')).toBeVisible();
  await drag(ann, png('dropped.png'), 'drop');
  await expect(ann.page.getByText('Drop images here')).toHaveCount(0);
  await expect(previews(ann)).toHaveCount(2);

  const problems = ann.page.getByRole('alert');
  await paste(ann, { name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
  await expect(problems).toContainText(/report\.pdf.*is no image/);
  await paste(ann, { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from('no PNG') });
  await expect(problems).toContainText(/broken\.png.*cannot be read/);
  await attach(ann, { name: 'film.gif', mimeType: 'image/gif', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await expect(problems).toContainText(/film\.gif.*too large/);
  await expect(previews(ann)).toHaveCount(2);

  await ann.page.getByRole('button', { name: 'Send', exact: true }).click();
  await arrive(other, conversationId, ['Hello', '', '']);
});
