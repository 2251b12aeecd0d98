import { attach, openWith, png } from './composer-intents.ts';
import { expectAccessible } from './accessibility.ts';
import { expect, test } from './people.ts';
import { messageOf } from './timeline-intents.ts';

test('an image has its room before it is loaded, opens whole, is zoomed, and gives the focus back', async ({ join }) => {
  const ann = await join('Ann');
  await openWith(ann);
  await attach(ann, png('stripes.png', 1600, 1200));
  await ann.send('Look');
  const image = messageOf(ann, 'Look').getByRole('button', { name: 'Image from You' });
  await expect(image).toBeVisible();
  const box = await image.boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(4 / 3, 1);

  await image.click();
  const viewer = ann.page.locator('.pswp');
  await expect(viewer.locator('img.pswp__img').first()).toBeVisible();
  await expect.poll(() => viewer.locator('img.pswp__img').first().evaluate((shown) => (shown as HTMLImageElement).naturalWidth)).toBe(1600);
  await expectAccessible(ann.page, 'the image viewer');
  await ann.page.keyboard.press('z');
  await expect(viewer).toHaveClass(/pswp--zoomed-in/);
  await ann.page.keyboard.press('Escape');
  await expect(viewer).toHaveCount(0);
  await expect(image).toBeFocused();
});

test('a day is gone to, and the newest messages come back', async ({ join }) => {
  const ann = await join('Ann');
  const { other, conversationId } = await openWith(ann);
  await other.sendAll(conversationId, Array.from({ length: 120 }, (_, index) => `message number ${index + 1}.`));
  await expect(messageOf(ann, 'message number 120.')).toBeInViewport();

  await ann.page.getByRole('button', { name: 'More about this conversation' }).click();
  await ann.page.getByRole('menuitem', { name: 'Go to date' }).click();
  const today = await ann.page.evaluate(() => new Date().toLocaleDateString('en-CA'));
  await ann.page.getByRole('dialog').getByLabel('Date').fill(today);
  await expectAccessible(ann.page, 'the choice of a date');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Go' }).click();
  await expect(messageOf(ann, 'Hello')).toBeInViewport();

  await ann.page.getByRole('button', { name: 'Newest messages' }).click();
  await expect(messageOf(ann, 'message number 120.')).toBeInViewport();
});
