import { expect, type Locator } from '@playwright/test';
import { crc32, deflateSync } from 'node:zlib';
import { ApiPerson } from './api-person.ts';
import type { Person } from './person.ts';

/** A file as Playwright and the page take it. */
export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Somebody to write to: their conversation is open. */
export async function openWith(person: Person, name = 'Bob'): Promise<{ other: ApiPerson; conversationId: string }> {
  const other = await ApiPerson.register(name);
  const conversationId = await other.openDirect(await person.id(other));
  await other.send(conversationId, 'Hello');
  await person.open(name);
  await person.sees('Hello');
  return { other, conversationId };
}

/** The messages that somebody else sees, without those of the server. */
export async function messagesOf(other: ApiPerson, conversationId: string): Promise<any[]> {
  const { items } = await other.call('GET', `/conversations/${conversationId}/messages`);
  return items.filter((message: { type: string }) => message.type !== 'system');
}

/** Waits until somebody else sees exactly these texts; images without one stand as ''. */
export function arrive(other: ApiPerson, conversationId: string, texts: readonly string[]): Promise<void> {
  return expect
    .poll(async () => (await messagesOf(other, conversationId)).map(({ content }) => content), { timeout: 20_000 })
    .toEqual(texts);
}

/** Blocks somebody from another device of the same person. */
export async function block(person: Person, other: ApiPerson): Promise<void> {
  const device = await ApiPerson.signIn(person);
  await device.call('PUT', `/contacts/${other.id}/block`);
}

/** Comes back to the open conversation, in which its first message was being answered. */
export async function beginReply(person: Person, other: ApiPerson, conversationId: string): Promise<void> {
  const [replyTo] = await messagesOf(other, conversationId);
  const item = `orleanschat:draft:${await person.id(other)}:${conversationId}`;
  await person.page.evaluate(([key, draft]) => localStorage.setItem(key, draft), [item, JSON.stringify({ text: '', replyTo })] as const);
  await person.page.reload();
}

export async function attach(person: Person, ...files: TestFile[]): Promise<void> {
  const chooser = person.page.waitForEvent('filechooser');
  await person.page.getByRole('button', { name: 'Attach images' }).click();
  await (await chooser).setFiles(files);
}

/** Puts files on the composer as the clipboard does. */
export function paste(person: Person, file: TestFile): Promise<void> {
  return handOver(person.composer, 'paste', file);
}

/** Drags a file over the conversation, or drops it there. */
export function drag(person: Person, file: TestFile, event: 'dragenter' | 'drop'): Promise<void> {
  return handOver(person.page.getByRole('log', { name: 'Messages' }), event, file);
}

function handOver(target: Locator, type: string, { name, mimeType, buffer }: TestFile): Promise<void> {
  return target.evaluate(
    (element, { type, name, mimeType, bytes }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      const options = { bubbles: true, cancelable: true };
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...options, clipboardData: data })
          : new DragEvent(type, { ...options, dataTransfer: data });
      element.dispatchEvent(event);
    },
    { type, name, mimeType, bytes: [...buffer] },
  );
}

export function previews(person: Person): Locator {
  return person.page.getByRole('list', { name: 'Images to send' }).getByRole('img');
}

/** A PNG with stripes. */
export function png(name: string, width = 60, height = 40): TestFile {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set([(x * 5) % 256, 120, (y * 5) % 256], y * (width * 3 + 1) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return { name, mimeType: 'image/png', buffer: Buffer.concat([signature, ...chunks]) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
