import { expect, type Locator } from '@playwright/test';
import type { Person } from './person.ts';

/** The panel beside the open conversation. */
export function details(person: Person): Locator {
  return person.page.getByRole('complementary', { name: 'Details' });
}

export async function openDetails(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(details(person)).toBeVisible();
}

export function member(person: Person, name: string): Locator {
  return details(person).getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });
}

/** Chooses from the menu of a member, and says yes where the page asks. */
export async function actOn(person: Person, name: string, action: string, confirmation?: string): Promise<void> {
  await member(person, name).getByRole('button', { name: 'Actions for' }).click();
  await person.page.getByRole('menuitem', { name: action }).click();
  if (confirmation !== undefined) await confirm(person, confirmation);
}

export async function confirm(person: Person, action: string): Promise<void> {
  await person.page.getByRole('dialog').getByRole('button', { name: action }).click();
}

/** @returns the link's address. */
export async function makeInvite(person: Person, letsIn?: string): Promise<string> {
  await details(person).getByRole('button', { name: 'Make invite link' }).click();
  const dialog = person.page.getByRole('dialog', { name: 'Make invite link' });
  if (letsIn !== undefined) await dialog.getByLabel('Lets in').selectOption(letsIn);
  await dialog.getByRole('button', { name: 'Make invite link' }).click();
  const link = details(person).getByRole('list', { name: 'Invite links' }).getByTitle(/#\/join\//).first();
  await expect(dialog).toBeHidden();
  return (await link.textContent()) ?? '';
}

/** Opens a page by its address, as somebody does who follows a link. */
export async function follow(person: Person, link: string): Promise<void> {
  await person.page.goto(link);
}
