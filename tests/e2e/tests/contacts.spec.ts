import { expectAccessible } from './accessibility.ts';
import { ApiPerson } from './api-person.ts';
import { expect, test } from './people.ts';
import type { Person } from './person.ts';

const openContacts = (person: Person) => person.page.getByRole('button', { name: 'Contacts' }).click();

/** A section of the contacts page. */
const section = (person: Person, name: string) => person.page.getByRole('region', { name });

async function chooseInMenu(person: Person, name: string, action: string): Promise<void> {
  await person.page.getByRole('button', { name: `Actions for ${name}` }).click();
  await person.page.getByRole('menuitem', { name: action }).click();
}

test('a request is accepted, the contact blocked, and the block lifted', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const annId = await ann.id(bob);
  await bob.call('POST', '/contacts', { userId: annId });
  await expect(ann.page.getByRole('button', { name: 'Contacts, 1 contact request' })).toBeVisible();

  await openContacts(ann);
  await expectAccessible(ann.page, 'a request');
  await section(ann, 'Requests').getByRole('button', { name: 'Accept' }).click();
  await expect(section(ann, 'Contacts')).toContainText(bob.username);
  await expect(section(ann, 'Requests')).toHaveCount(0);

  await chooseInMenu(ann, 'Bob', 'Block');
  const dialog = ann.page.getByRole('dialog', { name: 'Block Bob?' });
  await expectAccessible(ann.page, 'the question before a block');
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(section(ann, 'Blocked')).toContainText(bob.username);
  await expect(section(ann, 'Contacts')).toHaveCount(0);
  await expect(bob.call('POST', '/contacts', { userId: annId })).rejects.toThrow();

  await section(ann, 'Blocked').getByRole('button', { name: 'Unblock' }).click();
  await expect(section(ann, 'Blocked')).toHaveCount(0);
  await bob.call('POST', '/contacts', { userId: annId });
  await expect(section(ann, 'Requests')).toContainText('Wants to be your contact');
  await section(ann, 'Requests').getByRole('button', { name: 'Decline' }).click();
  await expect(section(ann, 'Requests')).toHaveCount(0);
});

test('somebody is found, asked, and the request taken back; once they accept they can be written to and removed', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  await openContacts(ann);
  const field = ann.page.getByRole('searchbox', { name: 'Search people' });
  const found = ann.page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: bob.username });
  await field.fill(bob.username);
  await found.getByRole('button', { name: 'Add contact' }).click();
  await found.getByRole('button', { name: 'Withdraw' }).click();
  await found.getByRole('button', { name: 'Add contact' }).click();
  await expect(found.getByRole('button', { name: 'Withdraw' })).toBeVisible();
  await field.fill('');
  await expect(section(ann, 'Requests')).toContainText('Asked, no answer yet');

  await bob.call('POST', `/contacts/${await ann.id(bob)}/accept`);
  await expect(section(ann, 'Contacts')).toContainText(bob.username);
  await chooseInMenu(ann, 'Bob', 'Remove contact');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await section(ann, 'Contacts').getByRole('button', { name: 'Message', exact: true }).click();
  await expect(ann.composer).toBeVisible();
  await ann.backToList();
  await openContacts(ann);
  await chooseInMenu(ann, 'Bob', 'Remove contact');
  await ann.page.getByRole('dialog').getByRole('button', { name: 'Remove contact' }).click();
  await expect(ann.page.getByText('No contacts yet')).toBeVisible();
});

test('friends of friends are suggested, and contacts are offered for a new message', async ({ join }) => {
  const ann = await join('Ann');
  const bob = await ApiPerson.register('Bob');
  const cleo = await ApiPerson.register('Cleo');
  await bob.befriend(cleo);
  await bob.call('POST', '/contacts', { userId: await ann.id(bob) });
  await openContacts(ann);
  await section(ann, 'Requests').getByRole('button', { name: 'Accept' }).click();
  await expect(section(ann, 'Suggestions')).toContainText('1 mutual contact');
  await expectAccessible(ann.page, 'contacts with a suggestion');
  await section(ann, 'Suggestions').getByRole('button', { name: 'Add contact' }).click();
  await expect(section(ann, 'Requests')).toContainText(cleo.username);

  await ann.page.getByRole('button', { name: 'Back' }).click();
  await ann.page.getByRole('button', { name: 'New message' }).click();
  await expectAccessible(ann.page, 'a new message');
  await ann.page.getByRole('list', { name: 'People' }).getByRole('button', { name: bob.username }).click();
  await expect(ann.composer).toBeVisible();
});
