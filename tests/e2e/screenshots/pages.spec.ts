import { expect, test } from '../tests/people.ts';
import { setStage } from '../tests/stage.ts';

/** Where the pictures go: `docs/screenshots` for those that the README shows, else SCREENSHOTS. */
const folder = process.env.SCREENSHOTS ?? '../../docs/screenshots';

/** The pages that are looked at, or with SCREENSHOTS_ALL all of them. */
const shown = ['conversation', 'list', 'contacts', 'details', 'appearance'];

test('takes a picture of the main pages', async ({ join }, { project }) => {
  test.setTimeout(240_000);
  const ann = await join('Ann Lee');
  const { addresses } = await setStage(ann);
  if (process.env.SCREENSHOTS_LOCALE) {
    const preferences = JSON.stringify({ locale: process.env.SCREENSHOTS_LOCALE });
    await ann.page.evaluate((chosen) => localStorage.setItem('orleanschat:preferences', chosen), preferences);
    await ann.page.reload();
  }
  for (const name of process.env.SCREENSHOTS_ALL ? Object.keys(addresses) : shown) {
    await ann.visit(addresses[name] ?? '/');
    await expect(ann.page.getByRole('heading').first()).toBeVisible();
    await ann.page.waitForLoadState('networkidle');
    const file = `${name.replaceAll(' ', '-')}-${project.name}.png`;
    await ann.page.screenshot({ path: `${folder}/${file}`, animations: 'disabled' });
  }
});
