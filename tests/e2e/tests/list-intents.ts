import type { Locator } from '@playwright/test';
import { ApiPerson } from './api-person.ts';
import type { Person } from './person.ts';

/** The menu of a conversation in the list. */
export async function chooseInRowMenu(person: Person, title: string, item: string): Promise<void> {
  await person.conversation(title).click({ button: 'right' });
  await person.page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Narrows the list. */
export function showOnly(person: Person, filter: 'All' | 'Unread' | 'Groups'): Promise<void> {
  return person.page.getByRole('group', { name: 'Show' }).getByRole('button', { name: filter }).click();
}

export function listOf(person: Person): Locator {
  return person.page.getByRole('navigation', { name: 'Conversations' });
}

/** Registering is work for the server: so many at a time. */
const atOnce = 4;

/** Gives somebody conversations with `peerCount` people, and in groups of theirs. @returns how many there are. */
export async function fillList(finder: ApiPerson, person: Person, peerCount: number, groupsOfEach: number): Promise<number> {
  const id = await person.id(finder);
  const begin = async (number: number) => {
    const peer = await ApiPerson.register(`Peer ${number}`);
    await peer.send(await peer.openDirect(id), `Hello from ${peer.name}`);
    for (let group = 0; group < groupsOfEach; group++) await peer.makeGroup(`Group ${number}-${group}`, [id]);
  };
  for (let first = 0; first < peerCount; first += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, peerCount - first) }, (_, index) => begin(first + index)));
  }
  return peerCount * (1 + groupsOfEach);
}
