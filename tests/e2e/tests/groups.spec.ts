import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { actOn, confirm, details, follow, makeInvite, member, openDetails } from './details-intents.ts';
import { expect, test } from './people.ts';
import { Person } from './person.ts';
import { holdNext } from './platform-intents.ts';
import { someAtATime } from './some-at-a-time.ts';

test('the owner gives and takes roles, hands the group over, and leaves it', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.makeGroup('Choir', [bob]);
  await openDetails(ann);
  await expectAccessible(ann.page, 'the details of a group');
  await expect(member(ann, 'Ann')).toContainText('Owner');
  await expect(details(ann).getByRole('button', { name: 'Leave group' })).toBeHidden();

  await actOn(ann, 'Bob', 'Make an admin');
  await expect(member(ann, 'Bob')).toContainText('Admin');
  await bob.open('Choir');
  await openDetails(bob);
  await expect(details(bob).getByRole('button', { name: 'Rename group' })).toBeVisible();
  await actOn(ann, 'Bob', 'Make a plain member');
  await expect(member(ann, 'Bob')).not.toContainText('Admin');
  await expect(details(bob).getByRole('button', { name: 'Rename group' })).toBeHidden();

  await actOn(ann, 'Bob', 'Hand over', 'Hand over the group');
  await expect(member(ann, 'Bob')).toContainText('Owner');
  await expect(member(ann, 'Ann')).toContainText('Admin');
  await details(ann).getByRole('button', { name: 'Leave group' }).click();
  await confirm(ann, 'Leave');
  await expect(ann.conversation('Choir')).toHaveCount(0);
  await expect(member(bob, 'Ann')).toHaveCount(0);
  await expect(details(bob).getByText('1 member', { exact: true })).toBeVisible();
});

test('a new name is seen by all members', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.makeGroup('Choir', [bob]);
  await openDetails(ann);
  await details(ann).getByRole('button', { name: 'Rename group' }).click();
  const field = details(ann).getByLabel('Group name');
  await expect(field).toBeFocused();
  await field.fill('Chor 合唱团');
  await field.press('Enter');
  await expect(details(ann).getByRole('heading', { name: 'Chor 合唱团' })).toBeVisible();
  await expect(details(ann).getByRole('button', { name: 'Rename group' })).toBeFocused();
  await expect(bob.conversation('Chor 合唱团')).toBeVisible();
});

test('an invite link lets in as many as it says, and nobody when it is withdrawn', async ({ join, browser }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  const cleo = await join('Cleo');
  await ann.makeGroup('Book club', []);
  await openDetails(ann);
  const link = await makeInvite(ann, 'One person');
  await expectAccessible(ann.page, 'the details with an invite');

  await follow(bob, link);
  await expect(bob.page.getByRole('heading', { name: 'Book club' })).toBeVisible();
  await expectAccessible(bob.page, 'an invitation');
  await bob.page.getByRole('button', { name: 'Join group' }).click();
  await expect(bob.composer).toBeVisible();
  await expect(member(ann, 'Bob')).toBeVisible();

  await follow(bob, link);
  await bob.page.getByRole('button', { name: 'Open group' }).click();
  await expect(bob.composer).toBeVisible();

  await follow(cleo, link);
  await expect(cleo.page.getByRole('alert')).toContainText('used up or has expired');
  await cleo.page.getByRole('button', { name: 'Go to your conversations' }).click();

  const second = await makeInvite(ann);
  expect(second).not.toBe(link);
  await details(ann).getByRole('button', { name: 'Withdraw' }).first().click();
  await confirm(ann, 'Withdraw');
  await expect(details(ann).getByTitle(second)).toHaveCount(0);
  await follow(cleo, second);
  await expect(cleo.page.getByRole('alert')).toContainText('was withdrawn');

  // Who comes after somebody that signed out, in another tab perhaps, does not find that one's invite.
  const tab = await cleo.page.context().newPage();
  await tab.goto('/');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expect(cleo.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(cleo.page.getByText('You are invited to a group.')).toHaveCount(0);
  await expect(cleo.page).toHaveURL(/#\/$/);

  // Somebody who has no account yet comes by a link too.
  const third = await makeInvite(ann);
  const dora = await Person.open(browser, 'Dora');
  await dora.page.goto(third);
  await expect(dora.page.getByText('You are invited to a group.')).toBeVisible();
  await dora.page.getByRole('button', { name: 'Create account' }).click();
  await dora.page.getByLabel('Username').fill(dora.username);
  await dora.page.getByLabel('Password').fill('a long enough password');
  await dora.page.getByRole('button', { name: 'Create account' }).click();
  await dora.page.getByRole('button', { name: 'Join group' }).click();
  await expect(dora.composer).toBeVisible();
  await dora.leave();
});

test('who is added sees the group, and who is removed sees it no more', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.makeGroup('Movers', []);
  await openDetails(ann);
  await details(ann).getByRole('button', { name: 'Add members' }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'Add members' });
  await dialog.getByRole('searchbox').fill(bob.username);
  await dialog.getByRole('checkbox', { name: bob.username }).check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(member(ann, 'Bob')).toBeVisible();
  await bob.open('Movers');
  await openDetails(bob);
  await expect(details(bob).getByRole('button', { name: 'Add members' })).toBeHidden();

  await actOn(ann, 'Bob', 'Remove from group', 'Remove');
  await expect(member(ann, 'Bob')).toHaveCount(0);
  await expect(bob.conversation('Movers')).toHaveCount(0);
  await expect(details(bob)).toBeHidden();
});

test('the owner deletes a group for everybody, after typing its name', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.makeGroup('Old plans', [bob]);
  await expect(bob.conversation('Old plans')).toBeVisible();
  await openDetails(ann);
  await details(ann).getByRole('button', { name: 'Delete group' }).click();
  const dialog = ann.page.getByRole('dialog', { name: 'Delete this group?' });
  const action = dialog.getByRole('button', { name: 'Delete for everybody' });
  await dialog.getByRole('textbox').fill('Old');
  await expect(action).toBeDisabled();
  await dialog.getByRole('textbox').fill('Old plans');
  await action.click();
  await expect(ann.conversation('Old plans')).toHaveCount(0);
  await expect(bob.conversation('Old plans')).toHaveCount(0);
});

test('a person: asking to be contacts, muting, blocking; the panel takes and gives back the focus', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await join('Bob');
  await ann.writeTo(bob);
  await ann.send('Hello');
  await bob.open('Ann');
  await openDetails(ann);
  await openDetails(bob);
  await expectAccessible(ann.page, 'the details of a person');
  await expect(ann.page.getByRole('button', { name: 'Close details' })).toBeFocused();
  await ann.page.keyboard.press('Escape');
  await expect(details(ann)).toBeHidden();
  await expect(ann.page.getByRole('button', { name: 'Details', exact: true })).toBeFocused();
  await openDetails(ann);
  await expect(details(ann)).toContainText(`@${bob.username}`);

  await details(ann).getByRole('button', { name: 'Add contact' }).click();
  await expect(details(ann).getByRole('status')).toContainText('Has not answered');
  await details(bob).getByRole('button', { name: 'Accept' }).click();
  await expect(details(ann).getByRole('status')).toHaveText('In your contacts');
  await expect(details(ann).getByText('Online', { exact: true })).toBeVisible();

  const mute = details(ann).getByRole('switch', { name: 'Mute' });
  const refused = { status: 403, contentType: 'application/problem+json', json: { code: 'forbidden', detail: 'No.' } };
  await ann.page.route('**/api/conversations/*', (route) => route.fulfill(refused), { times: 1 });
  await mute.click();
  await expect(details(ann).getByRole('alert')).toBeVisible();
  await expect(mute).not.toBeChecked();
  await mute.check();
  await expect(details(ann).getByRole('alert')).toHaveCount(0);
  await details(ann).getByRole('button', { name: 'Block', exact: true }).click();
  await confirm(ann, 'Block');
  await expect(details(ann).getByRole('status')).toContainText('You have blocked');
  await details(ann).getByRole('button', { name: 'Unblock' }).click();
  await expect(details(ann).getByRole('button', { name: 'Add contact' })).toBeVisible();

  await ann.page.reload();
  await expect(mute).toBeChecked();
});

test('a large group lists all its members, finds them by name, and each gets what was chosen for them', async ({ join }) => {
  const ann = await join('Ann');
  const singers = await someAtATime(21, (number) => ApiPerson.register(`Singer ${number + 1}`));
  await (await ApiPerson.signIn(ann)).makeGroup('Large choir', singers.map(({ id }) => id));
  await ann.open('Large choir');
  await openDetails(ann);
  await expect(details(ann).getByText('22 members', { exact: true })).toBeVisible();
  const items = details(ann).getByRole('list', { name: 'Members' }).getByRole('listitem');
  await expect(items).toHaveCount(22);
  const names = await items.locator('.person-name').allTextContents();
  expect(names[0]).toBe('Ann');
  expect(names.slice(1).sort()).toEqual(singers.map(({ name }) => name).sort());
  await items.last().scrollIntoViewIfNeeded();
  await expect(items.last()).toBeInViewport();

  const search = details(ann).getByRole('searchbox', { name: 'Search members' });
  await search.fill('singer 2');
  await expect(items).toHaveCount(3);
  await search.fill('nobody');
  await expect(details(ann).getByText('No member has this name.')).toBeVisible();
  await expectAccessible(ann.page, 'the details of a large group');
  await search.fill(singers[20].username);
  await expect(items).toHaveText([/Singer 21/]);
  await search.fill('');
  await expect(items).toHaveCount(22);

  // While the first is unanswered.
  const answer = await holdNext(ann.page, '**/api/groups/*/members/*');
  await actOn(ann, 'Singer 20', 'Make an admin');
  await answer.made;
  await actOn(ann, 'Singer 21', 'Make an admin');
  answer.letGo();
  await expect(member(ann, 'Singer 20')).toContainText('Admin');
  await expect(member(ann, 'Singer 21')).toContainText('Admin');
});
