import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import { becomeInstalled, keepsForNextStart } from './platform-intents.ts';

/** So many times slower than this machine: a phone of the middle range. */
const slowdown = 4;

test('who returns sees the list at once, from what this device has kept, and nothing moves', async ({ join }) => {
  const ann = await join('Ann');
  const { page } = ann;
  const annId = await ann.id(await ApiPerson.register('Finder'));
  const others = await Promise.all(Array.from({ length: 12 }, (_, i) => ApiPerson.register(`Friend ${i + 1}`)));
  for (const other of others) await other.send(await other.openDirect(annId), `Greetings from ${other.name}`);
  for (const other of others) await expect(ann.conversation(other.name).first()).toContainText('Greetings');
  await becomeInstalled(ann);
  await keepsForNextStart(page, others.length, 0);

  await page.addInitScript(() => {
    const seen = { shift: 0, listAt: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    new MutationObserver((_, observer) => {
      if (document.querySelector('nav li a') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => (seen.listAt = performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  // The connection is held back: what is seen cannot come from it.
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.context().route(/\/(api|hubs)\//, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  for (const other of others) await expect(ann.conversation(other.name).first()).toContainText('Greetings');
  letThrough();
  await expect(ann.banner).toBeEmpty();
  const seen = await page.evaluate(() => (window as unknown as { seen: { shift: number; listAt: number } }).seen);
  console.log(`Returning user, CPU ${slowdown} times slower: list after ${Math.round(seen.listAt)} ms, layout shift ${seen.shift.toFixed(4)}.`);
  expect(seen.listAt).toBeGreaterThan(0);
  expect(seen.shift).toBeLessThan(0.1);
});
