import { expectAccessible } from './accessibility.ts';
import { details, openDetails } from './details-intents.ts';
import { expect, test } from './people.ts';

test('the keyboard opens, closes and walks through conversations', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  const { keyboard } = ann.page;
  const heading = (name: string) => ann.page.getByRole('heading', { name, exact: true, level: 1 });

  await keyboard.press('?');
  await expect(heading('Keyboard shortcuts')).toBeVisible();
  await expectAccessible(ann.page, 'the shortcuts');
  await keyboard.press('Escape');
  await expect(ann.page.getByRole('button', { name: 'New message' })).toBeVisible();
  await keyboard.press('n');
  await expect(heading('New message')).toBeVisible();
  // In a field, letters are letters.
  await ann.page.getByRole('searchbox').fill('');
  await ann.page.getByRole('searchbox').pressSequentially('n?');
  await expect(ann.page.getByRole('searchbox')).toHaveValue('n?');
  await keyboard.press('Control+k');
  await expect(heading('Search')).toBeVisible();
  await keyboard.press('Escape');

  await ann.makeGroup('Older', [bob]);
  await ann.backToList();
  await ann.makeGroup('Newer', [bob]);
  await keyboard.press('Alt+ArrowDown');
  await expect(heading('Older')).toBeVisible();
  await keyboard.press('Alt+ArrowUp');
  await expect(heading('Newer')).toBeVisible();

  await openDetails(ann);
  await keyboard.press('Escape');
  await expect(details(ann)).toBeHidden();
  await expect(heading('Newer')).toBeVisible();
  await ann.page.getByRole('button', { name: 'Details', exact: true }).focus();
  await keyboard.press('Escape');
  await expect(heading('Newer')).toHaveCount(0);
});
