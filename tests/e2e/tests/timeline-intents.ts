import { expect, type Locator } from '@playwright/test';
import type { ApiPerson, SentMessage } from './api-person.ts';
import type { Person } from './person.ts';

/** The message whose text contains this. */
export function messageOf(person: Person, text: string): Locator {
  return person.page.getByRole('article').filter({ hasText: text });
}

export function log(person: Person): Locator {
  return person.page.getByRole('log', { name: 'Messages' });
}

/** Chooses something from a message's menu. */
export async function act(message: Locator, action: string): Promise<void> {
  await message.focus();
  await message.getByRole('button', { name: 'Message actions' }).click();
  await message.getByRole('menuitem', { name: action, exact: true }).click();
}

/** A direct conversation with somebody who has no browser, open in the person's. @returns its id. */
export async function openWith(person: Person, other: ApiPerson): Promise<string> {
  const id = await other.openDirect(await person.id(other));
  await person.visit(`/c/${id}`);
  await expect(person.composer).toBeVisible();
  return id;
}

/** Many messages, quickly; their order is that of their numbers. */
export async function fill(sender: ApiPerson, conversationId: string, count: number): Promise<SentMessage[]> {
  const sent: SentMessage[] = [];
  for (let first = 1; first <= count; first += 50) {
    const numbers = Array.from({ length: Math.min(50, count - first + 1) }, (_, index) => first + index);
    sent.push(...(await Promise.all(numbers.map((number) => sender.send(conversationId, `message number ${number}`)))));
  }
  return sent.sort((one, other) => one.seq - other.seq);
}
