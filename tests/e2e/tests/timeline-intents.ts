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
  await other.send(id, 'Hello');
  await person.open(other.name);
  return id;
}

/**
 * Many messages, quickly: the first is number 1 and the last has the highest number, between them they come as they come.
 * @returns the last one.
 */
export async function fill(sender: ApiPerson, conversationId: string, count: number): Promise<SentMessage> {
  const send = (number: number) => sender.send(conversationId, `message number ${number}`);
  await send(1);
  for (let first = 2; first < count; first += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - first) }, (_, index) => send(first + index)));
  }
  return send(count);
}

/** Waits until the server knows that the person has read all up to a message, as others see it. */
export async function hasRead(person: Person, other: ApiPerson, { conversationId, seq }: SentMessage): Promise<void> {
  const id = await person.id(other);
  const readSeq = async () => {
    const { items } = await other.call('GET', `/conversations/${conversationId}/members`);
    return items.find((member: { user: { id: string } }) => member.user.id === id).readSeq as number;
  };
  await expect.poll(readSeq).toBeGreaterThanOrEqual(seq);
}
