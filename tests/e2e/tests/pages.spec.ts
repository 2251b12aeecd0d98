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

test('every page fits a phone in letters twice as large', async ({ join }) => {
  test.setTimeout(180_000);
  const ann = await join('Ann Lee');
  const { addresses } = await setStage(ann);
  const devtools = await ann.page.context().newCDPSession(ann.page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await ann.page.evaluate(() => localStorage.setItem('orleanschat:preferences', JSON.stringify({ locale: 'de' })));
  await ann.page.setViewportSize({ width: 360, height: 780 });
  await ann.page.reload();
  await expect(ann.page.locator('html')).toHaveCSS('font-size', '32px');
  for (const [name, address] of Object.entries(addresses)) {
    await test.step(name, async () => {
      await ann.visit(address);
      await expect(ann.page.getByRole('heading').first()).toBeVisible();
      await expect.poll(() => cutOff(ann.page), { message: `${name}: at the page's edge` }).toEqual([]);
    });
  }
});

/** What reaches beyond the sides of the page, and what has hardly any width left. Rows that are scrolled sideways do not count. */
function cutOff(page: import('@playwright/test').Page): Promise<string[]> {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('h1, h2, h3, p, button, input, select, textarea, kbd')].filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && element.closest('.visually-hidden, .skip-link, .list-filters') === null,
    );
    return seen.flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) return [];
      const isNarrow = element.matches('h1, textarea, input:not([type])') && width < 64;
      const isOutside = left < -1 || right > innerWidth + 1;
      return isNarrow || isOutside ? [`${element.localName}.${element.className} ${Math.round(left)}–${Math.round(right)}`] : [];
    });
  });
}

/** Pixels by which the page is wider than its window. */
function overflow(page: import('@playwright/test').Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}
