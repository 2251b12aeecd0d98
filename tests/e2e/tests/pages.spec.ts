import { expectAccessible } from './accessibility.ts';
import { expect, test } from './people.ts';
import { setStage } from './stage.ts';

test('every page is accessible, fits its window and has a heading', async ({ join }) => {
  test.setTimeout(180_000);
  const ann = await join('Ann Lee');
  const { addresses } = await setStage(ann);
  for (const [name, address] of Object.entries(addresses)) {
    await test.step(name, async () => {
      await ann.visit(address);
      await expect(ann.page.getByRole('heading').first()).toBeVisible();
      await expect(ann.page.getByText('Loading…')).toHaveCount(0);
      await expectAccessible(ann.page, name);
      expect(await overflow(ann.page), `${name} is wider than its window`).toBe(0);
    });
  }
});

test('signing in is accessible in every language, from right to left too', async ({ browser }) => {
  for (const locale of ['en', 'de', 'ar']) {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr');
    await expectAccessible(page, `signing in (${locale})`);
    await context.close();
  }
});

test('every page fits the narrowest phone, in Arabic', async ({ join }) => {
  test.setTimeout(180_000);
  const ann = await join('Ann Lee');
  const { addresses } = await setStage(ann);
  await ann.page.evaluate(() => localStorage.setItem('orleanschat:preferences', JSON.stringify({ locale: 'ar' })));
  await ann.page.setViewportSize({ width: 320, height: 640 });
  await ann.page.reload();
  await expect(ann.page.locator('html')).toHaveAttribute('dir', 'rtl');
  for (const [name, address] of Object.entries(addresses)) {
    await test.step(name, async () => {
      await ann.visit(address);
      await expect(ann.page.getByRole('heading').first()).toBeVisible();
      expect(await overflow(ann.page), `${name} is wider than its window`).toBe(0);
    });
  }
});

/** Pixels by which the page is wider than its window. */
function overflow(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}
