import { expectAccessible } from './accessibility.ts';
import { expect, test } from './people.ts';
import { messageOf } from './timeline-intents.ts';

test('who has read a message in a group is told by name, with the keyboard too', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  const cleo = await join('Cleo');
  await ann.makeGroup('Choir', [bob, cleo]);
  await ann.send('Rehearsal at eight');
  await bob.open('Choir');

  const message = messageOf(ann, 'Rehearsal at eight');
  const mark = message.getByRole('button', { name: 'Read by 1' });
  await expect(mark).toBeVisible();
  await message.focus();
  await ann.page.keyboard.press('Tab');
  await expect(mark).toBeFocused();
  await ann.page.keyboard.press('Enter');
  const readers = ann.page.getByRole('dialog', { name: 'Read by 1' });
  await expect(readers.getByRole('listitem')).toHaveText(['BBob']);
  await expectAccessible(ann.page, 'the readers of a message');
  await ann.page.keyboard.press('Escape');
  await expect(readers).toHaveCount(0);
  await expect(mark).toBeFocused();

  await cleo.open('Choir');
  await message.getByRole('button', { name: 'Read by 2' }).click();
  await expect(ann.page.getByRole('dialog').getByRole('listitem')).toHaveText(['BBob', 'CCleo']);
  await ann.page.getByRole('textbox', { name: 'Message' }).click();
  await expect(ann.page.getByRole('dialog')).toHaveCount(0);
});
