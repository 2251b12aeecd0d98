import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { details, openDetails } from './details-intents.ts';
import { expect, test } from './people.ts';
import { Person } from './person.ts';

const password = 'a long enough password';
/** A picture of eight by four pixels. */
const pixels = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAIAAAA8r+mnAAAAEUlEQVR42mPQz0/CihioJwEAOl4gAaB/SboAAAAASUVORK5CYII=';

/** Opens a section of the settings by its address. */
async function openSettings(person: Person, section = ''): Promise<void> {
  await person.page.goto(`/#/settings/${section}`);
}

test('every section can be reached and used by everybody', async ({ join }) => {
  const ann = await join('Ann');
  await openSettings(ann);
  await expectAccessible(ann.page, 'the settings');
  for (const section of ['Profile', 'Appearance', 'Notifications', 'Sessions', 'Account']) {
    await ann.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: section }).click();
    await expect(ann.page.getByRole('heading', { name: section, exact: true, level: 1 })).toBeVisible();
    await expect(ann.page.getByText('Loading…')).toHaveCount(0);
    await expectAccessible(ann.page, section);
    await ann.page.getByRole('button', { name: 'Back', exact: true }).click();
  }
});

/** Whether the first letter of a text is drawn on the left of its last one. */
function signStandsFirst(text: Locator): Promise<boolean> {
  return text.evaluate((element) => {
    const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const boxes: DOMRect[] = [];
    while (words.nextNode() !== null) {
      const range = document.createRange();
      const length = words.currentNode.textContent?.length ?? 0;
      for (const at of [0, length - 1]) {
        range.setStart(words.currentNode, at);
        range.setEnd(words.currentNode, at + 1);
        boxes.push(range.getBoundingClientRect());
      }
    }
    return boxes[0].left < boxes[boxes.length - 1].left;
  });
}

test('theme and language are kept on this device', async ({ join }) => {
  const ann = await join('Ann');
  const { page } = ann;
  const html = page.locator('html');
  const scheme = () => html.evaluate((element) => getComputedStyle(element).colorScheme);
  await openSettings(ann, 'appearance');
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme }).check();
    expect(await scheme()).toBe(theme.toLowerCase());
  }
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await scheme()).toBe('dark');

  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(page.getByRole('heading', { name: 'Darstellung', level: 1 })).toBeVisible();
  await expect(html).toHaveAttribute('lang', 'de');
  await page.getByRole('radio', { name: 'العربية' }).check();
  await expect(page.getByRole('heading', { name: 'المظهر', level: 1 })).toBeVisible();
  await expect(html).toHaveAttribute('dir', 'rtl');
  await expectAccessible(page, 'the settings in Arabic');
  const bob = await ApiPerson.register('Bob');
  await bob.send(await bob.openDirect(await ann.id(bob)), 'Hello');
  // His presence gives way to his username.
  await bob.call('PUT', `/contacts/${await ann.id(bob)}/block`);
  await ann.visit('/');
  await ann.conversation('Bob').click();
  const username = page.getByText(`@${bob.username}`);
  await expect(username).toBeVisible();
  expect(await signStandsFirst(username), 'the @ stands on the left').toBe(true);
  await openSettings(ann, 'appearance');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'المظهر', level: 1 })).toBeVisible();
  await expect(html).toHaveAttribute('dir', 'rtl');
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(html).toHaveAttribute('dir', 'ltr');
});

test('notifications that the browser refuses: the page says what to do, until they are allowed', async ({ join }) => {
  const ann = await join('Ann');
  const browserSays = await permissionOf(ann.page);
  await browserSays('denied');
  await openSettings(ann, 'notifications');
  const show = ann.page.getByRole('switch', { name: 'Show notifications' });
  const advice = ann.page.getByRole('alert').filter({ hasText: 'Allow them in its settings' });
  await expect(show).not.toBeChecked();
  await expect(advice).toHaveCount(0);
  await show.click();
  await expect(advice).toBeVisible();
  await expect(show).not.toBeChecked();

  await browserSays('granted');
  await show.check();
  await expect(advice).toHaveCount(0);
  // Taken back in the browser's own settings.
  await browserSays('denied');
  await expect(advice).toBeVisible();
});

/** Sets what the person tells the browser about notifications of this page. */
async function permissionOf(page: Page): Promise<(setting: 'granted' | 'denied') => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { browserContextId } = targetInfo;
  const { origin } = new URL(page.url());
  return async (setting) => {
    await session.send('Browser.setPermission', {
      permission: { name: 'notifications' },
      setting,
      origin,
      ...(browserContextId === undefined ? {} : { browserContextId }),
    });
  };
}

test('another name and a picture are seen by others', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('Hello');
  await openSettings(ann, 'profile');
  const name = ann.page.getByLabel('Display name');
  await expect(name).toHaveValue('Ann');
  await name.fill('Ann of the Hill');
  await name.press('Enter');
  await expect(ann.page.getByText('Saved')).toBeVisible();
  await ann.page
    .getByLabel('Your picture')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(pixels, 'base64') });
  await expect(ann.page.getByRole('button', { name: 'Remove picture' })).toBeVisible();

  await bob.page.reload();
  await bob.open('Ann of the Hill');
  await openDetails(bob);
  await expect(details(bob).getByRole('heading', { name: 'Ann of the Hill' })).toBeVisible();
  await expect(details(bob).locator('.avatar img')).toBeVisible();

  await ann.page.getByRole('button', { name: 'Remove picture' }).click();
  await expect(ann.page.getByRole('button', { name: 'Remove picture' })).toHaveCount(0);
  await ann.page
    .getByLabel('Your picture')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(ann.page.getByRole('alert')).toContainText('cannot be read');
});

test('ending a session signs the other window out, and all others can be ended at once', async ({ join, browser }) => {
  const ann = await join('Ann');
  const elsewhere = await Person.open(browser, 'Ann', {}, ann.username);
  await elsewhere.page.goto('/');
  await elsewhere.signIn();
  await expect(elsewhere.page.getByRole('button', { name: 'New message' })).toBeVisible();

  await openSettings(ann, 'sessions');
  const others = ann.page.getByRole('list', { name: 'Other sessions' }).getByRole('listitem');
  await expect(others).toHaveCount(1);
  await expect(others).toContainText('Chrome');
  await others.getByRole('button', { name: 'End session' }).click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(ann.page.getByText('You are signed in nowhere else.')).toBeVisible();
  await expect(elsewhere.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(elsewhere.page.getByRole('alert')).toContainText('session has ended');

  await elsewhere.signIn();
  await expect(elsewhere.page.getByRole('button', { name: 'New message' })).toBeVisible();
  const device = await ApiPerson.signIn(ann);
  await ann.page.reload();
  await expect(others).toHaveCount(2);
  await ann.page.getByRole('button', { name: 'End all other sessions' }).click();
  await ann.page.getByRole('dialog').getByRole('button', { name: 'End all other sessions' }).click();
  await expect(ann.page.getByText('You are signed in nowhere else.')).toBeVisible();
  await expect(elsewhere.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(device.call('GET', '/conversations')).rejects.toThrow('answered 401');
  await ann.page.reload();
  await expect(ann.page.getByText('You are signed in nowhere else.')).toBeVisible();
  await elsewhere.leave();
});

test('the data are handed over as one JSON file', async ({ join }) => {
  const ann = await join('Ann');
  await openSettings(ann, 'account');
  const downloading = ann.page.waitForEvent('download');
  await ann.page.getByRole('button', { name: 'Download your data' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`orleanschat-${ann.username}.json`);
  const data = await readFile(await download.path(), 'utf8');
  expect(JSON.stringify(JSON.parse(data))).toContain(ann.username);
});

test('a changed password is the one that counts', async ({ join }) => {
  const ann = await join('Ann');
  await openSettings(ann, 'account');
  const change = ann.page.getByRole('button', { name: 'Change password' });
  await ann.page.getByLabel('Current password').fill('not the password');
  await ann.page.getByLabel('New password').fill('another long password');
  await change.click();
  await expect(ann.page.getByText('The password is changed.')).toHaveCount(0);
  await expect(ann.page.getByLabel('New password')).toHaveValue('another long password');
  await ann.page.getByLabel('Current password').fill(password);
  await change.click();
  await expect(ann.page.getByText('The password is changed.')).toBeVisible();

  await ann.page.getByRole('button', { name: 'Sign out' }).click();
  await ann.signIn();
  await expect(ann.page.getByRole('alert')).toContainText('Wrong user name or password');
  await ann.signIn('another long password');
  await expect(ann.page.getByRole('button', { name: 'New message' })).toBeVisible();
});

test('who signs out with messages that are not sent is told so', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await openSettings(ann, 'account');
  await expect(ann.page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await ann.page.goto('/#/');
  await ann.writeTo(bob);
  await ann.goOffline();
  await ann.send('Written in a tunnel');
  await openSettings(ann, 'account');
  await ann.page.getByRole('button', { name: 'Sign out' }).click();
  await expect(ann.page.getByRole('dialog')).toContainText('1 message is not sent.');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(ann.page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible();
});

test('an erased account is gone', async ({ join }) => {
  const ann = await join('Ann');
  await openSettings(ann, 'account');
  await ann.page.getByRole('button', { name: 'Erase account' }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'Erase your account?' });
  await dialog.getByLabel('Your password').fill('not the password');
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(dialog.getByText(/password/i).last()).toBeVisible();
  await expectAccessible(ann.page, 'erasing an account');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(ann.page.getByRole('alert')).toContainText('Your account was erased.');
  await ann.signIn();
  await expect(ann.page.getByRole('alert')).toContainText('Wrong user name or password');
});
