import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import { messageOf, openWith } from './timeline-intents.ts';

test('a text with several paragraphs stands there once, also when what is around it changes', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  const message = await bob.send(id, `**First**, @${ann.username}\n\nSecond\n\n- third`);
  await expect(messageOf(ann, 'Second').locator('strong')).toHaveText(['First']);
  await bob.send(id, 'One more');
  await expect(messageOf(ann, 'One more')).toBeVisible();
  await bob.react(message, '👍');
  await expect(messageOf(ann, 'Second').getByRole('button', { name: '👍' })).toBeVisible();
  await expect(messageOf(ann, 'Second').locator('strong, .mention, p, li')).toHaveText([
    `First, @${ann.username}`,
    'First',
    `@${ann.username}`,
    'Second',
    'third',
  ]);
  await bob.call('PATCH', `/conversations/${id}/messages/${message.seq}`, { content: '**Changed**\n\nSecond' });
  await expect(messageOf(ann, 'Second').locator('p')).toHaveText(['Changed', 'Second']);
});

test('messages with Markdown wait for what shows it: nobody sees the marks, and none changes its height', async ({ join }) => {
  // A worker would bring the part from its cache.
  const ann = await join('Ann', { serviceWorkers: 'block' });
  const { page } = ann;
  const bob = await ApiPerson.register('Bob');
  const id = await openWith(ann, bob);
  await bob.send(id, '# News\n\n- **first**\n- second');
  await expect(messageOf(ann, 'News').getByRole('listitem')).toHaveText(['first', 'second']);

  await page.addInitScript(() => {
    const seen = { marks: false, heights: new Set<number>() };
    Object.assign(window, { seen });
    const resized = new ResizeObserver((entries) => {
      // What is taken off the page has none.
      for (const { target } of entries) {
        if (target.isConnected && target.textContent?.includes('News')) seen.heights.add(target.clientHeight);
      }
    });
    new MutationObserver(() => {
      const log = document.querySelector('[role=log]');
      seen.marks ||= log?.textContent?.includes('**') === true;
      log?.querySelectorAll('.bubble').forEach((bubble) => resized.observe(bubble));
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  const asked = page.waitForRequest(/\/assets\/rich-text-/);
  await page.route(/\/assets\/rich-text-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await asked;
  await expect(ann.banner).toBeEmpty();
  await bob.send(id, '**Breaking** News');
  // It has come: it is read out.
  await expect(page.locator('[aria-live=polite]').filter({ hasText: 'Breaking' })).toBeAttached();
  await expect(messageOf(ann, 'News')).toHaveCount(0);
  letThrough();
  await expect(messageOf(ann, 'Breaking').locator('strong')).toHaveText('Breaking');
  await expect(messageOf(ann, 'Breaking')).toBeInViewport();
  await expect(messageOf(ann, 'second').getByRole('listitem')).toHaveText(['first', 'second']);

  const seen = await page.evaluate(() => {
    const { marks, heights } = (window as unknown as { seen: { marks: boolean; heights: Set<number> } }).seen;
    return { marks, heights: heights.size };
  });
  // One height for each of the two.
  expect(seen).toEqual({ marks: false, heights: 2 });
});
