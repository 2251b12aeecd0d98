import type { Locator } from '@playwright/test';
import { ApiPerson } from './api-person.ts';
import type { Person } from './person.ts';
import { someAtATime } from './some-at-a-time.ts';

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

/** Presses keys in the list with no time between them. @returns at which place in the list the focus is after each; 0 outside. */
export function pressAtOnce(person: Person, keys: readonly string[]): Promise<number[]> {
  return person.page.evaluate(
    (pressed) =>
      pressed.map((key) => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        return Number(document.activeElement?.closest('li')?.ariaPosInSet ?? 0);
      }),
    keys,
  );
}

/** How many rows are in sight. */
export function rowsInView(person: Person): Promise<number> {
  return listOf(person).evaluate((list) => {
    const { top, bottom } = list.getBoundingClientRect();
    const boxes = [...list.querySelectorAll('li')].map((row) => row.getBoundingClientRect());
    return boxes.filter((box) => box.bottom > top && box.top < bottom).length;
  });
}

/** Gives somebody conversations with `peerCount` people, and in groups of theirs. @returns how many there are. */
export async function fillList(finder: ApiPerson, person: Person, peerCount: number, groupsOfEach: number): Promise<number> {
  const id = await person.id(finder);
  await someAtATime(peerCount, async (number) => {
    const peer = await ApiPerson.register(`Peer ${number}`);
    await peer.send(await peer.openDirect(id), `Hello from ${peer.name}`);
    for (let group = 0; group < groupsOfEach; group++) await peer.makeGroup(`Group ${number}-${group}`, [id]);
  });
  return peerCount * (1 + groupsOfEach);
}
