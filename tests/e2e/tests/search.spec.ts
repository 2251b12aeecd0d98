import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import type { Person } from './person.ts';

const field = (person: Person) => person.page.getByRole('searchbox', { name: 'Search' });

const hits = (person: Person) => person.page.getByRole('list', { name: 'Messages' }).getByRole('listitem');

/** A message is found a little after it was sent. */
const isFound = (by: ApiPerson, words: string, count: number) =>
  expect.poll(async () => (await by.call('GET', `/search?q=${encodeURIComponent(words)}&limit=200`)).items.length).toBe(count);

test('a word leads to chats, people and messages, and a hit to its place', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Lighthouse Bob');
  const stranger = await ApiPerson.register('Lighthouse Keeper');
  const chat = await bob.openDirect(await ann.id(bob));
  const sent = await bob.send(chat, 'The old lighthouse <b>at</b> the cape');
  await bob.sendAll(chat, ['Nothing here', 'Nor here']);
  await isFound(bob, 'lighthouse cape', 1);

  await field(ann).fill('lighthouse');
  await expect(hits(ann)).toHaveCount(1);
  await expect(hits(ann).locator('mark')).toHaveText('lighthouse');
  await expect(hits(ann)).toContainText('<b>at</b> the cape');
  const results = ann.page.getByRole('region', { name: 'Search results' });
  await expect(results.getByRole('list', { name: 'Chats' })).toContainText('Lighthouse Bob');
  await expectAccessible(ann.page, 'search results');

  await field(ann).fill(stranger.username);
  await expect(results.getByRole('list', { name: 'People' })).toContainText('Lighthouse Keeper');
  await expect(results.getByText('Nothing found')).toHaveCount(0);

  await field(ann).fill('lighthouse cape');
  await hits(ann).getByRole('link').click();
  await expect(ann.page).toHaveURL(new RegExp(`/m/${sent.seq}$`));
  await expect(ann.messages.first()).toContainText('lighthouse');

  const open = ann.page.getByRole('button', { name: 'Search in conversation' });
  await open.click();
  const panel = ann.page.getByRole('complementary', { name: 'Search messages' });
  const panelField = panel.getByRole('searchbox', { name: 'Search messages' });
  await expect(panelField).toBeFocused();
  await panelField.fill('here');
  const found = panel.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(found).toHaveCount(2);
  await panelField.fill('nothing here');
  await expect(found).toHaveCount(1);
  await found.getByRole('link').click();
  const hit = ann.page.getByRole('article').filter({ hasText: 'Nothing here' });
  await expect(hit).toBeInViewport();
  await expect(hit).toHaveClass(/highlighted/);
  await expect(panel).toBeHidden();

  // Escape empties the field, then leaves the panel, and nothing else.
  await open.click();
  await panelField.fill('here');
  await panelField.press('Escape');
  await expect(panelField).toHaveValue('');
  await panelField.press('Escape');
  await expect(panel).toBeHidden();
  await expect(open).toBeFocused();
  await expect(ann.composer).toBeVisible();

  await ann.visit('/');
  await field(ann).press('Escape');
  await expect(ann.conversation('Lighthouse Bob')).toBeVisible();
  await expect(results).toHaveCount(0);
});

test('many hits come page by page, and are narrowed by sender and day', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const cleo = await ApiPerson.register('Cleo');
  const annId = await ann.id(bob);
  const word = `w${bob.id.replace(/[^a-z]/gi, '').slice(0, 12)}`;
  await cleo.send(await cleo.openDirect(annId), `${word} from Cleo`);
  const chat = await bob.openDirect(annId);
  for (let number = 1; number <= 24; number++) await bob.send(chat, `${word} number ${number}`);
  await isFound(bob, word, 24);
  await isFound(cleo, word, 1);

  await field(ann).fill(word);
  await expect(hits(ann)).toHaveCount(20);
  await ann.page.getByRole('button', { name: 'Show more' }).click();
  await expect(hits(ann)).toHaveCount(25);
  await expect(ann.page.getByRole('button', { name: 'Show more' })).toHaveCount(0);

  await ann.page.getByText('Filters').click();
  await ann.page.getByLabel('From whom').selectOption('Cleo');
  await expect(hits(ann)).toHaveCount(1);
  await ann.page.getByLabel('Until').fill('2020-01-01');
  await expect(hits(ann)).toHaveCount(0);
  await expect(ann.page.getByText('Nothing found. Try other words.')).toBeVisible();
  await expectAccessible(ann.page, 'filters of the search');
  await ann.page.getByRole('button', { name: 'Reset filters' }).click();
  await expect(hits(ann)).toHaveCount(20);

  await field(ann).fill('');
  await ann.page.goto('/#/search');
  await field(ann).fill('zzz-not-there');
  await expect(ann.page.getByText('Nothing found. Try other words.')).toBeVisible();
});
