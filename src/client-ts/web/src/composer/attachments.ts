import { maxImageSize } from '@orleanschat/sdk';
import { createSignal } from 'solid-js';
import type { ImageProblem } from './image-rules';
import { problemOf } from './image-rules';
import type { Picture, Prepared } from './prepare-image';
import { prepare } from './prepare-image';

/** An image that goes with the next message. */
export interface Attachment extends Prepared {
  readonly name: string;
  /** Shows it in this page; ends with {@link detach}. */
  readonly url: string;
}

export interface Refused {
  readonly name: string;
  readonly problem: ImageProblem;
}

interface Attachments {
  readonly items: readonly Attachment[];
  /** Files that are being read. */
  readonly reading: number;
  readonly refused: readonly Refused[];
}

const none: Attachments = { items: [], reading: 0, refused: [] };
/** By conversation: they wait while somebody looks at another one. */
const [all, setAll] = createSignal<ReadonlyMap<string, Attachments>>(new Map());

export function attachmentsOf(conversationId: string): Attachments {
  return all().get(conversationId) ?? none;
}

/** Reads files that were chosen, pasted or dropped; says of each that cannot be sent why. */
export async function attach(conversationId: string, files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  change(conversationId, (now) => ({ ...now, reading: now.reading + files.length, refused: [] }));
  for (const file of files) {
    const result = problemOf(file) ?? (await prepare(file));
    change(conversationId, (now) => {
      const rest = { ...now, reading: now.reading - 1 };
      if (typeof result === 'string') return { ...rest, refused: [...now.refused, { name: file.name, problem: result }] };
      const item = { ...result, name: file.name, url: URL.createObjectURL((result.scaled ?? result.original).blob) };
      return { ...rest, items: [...now.items, item] };
    });
  }
}

export function detach(conversationId: string, item: Attachment): void {
  URL.revokeObjectURL(item.url);
  change(conversationId, (now) => ({ ...now, items: now.items.filter((other) => other !== item) }));
}

/** What was refused has been read. */
export function forgetRefused(conversationId: string): void {
  change(conversationId, (now) => ({ ...now, refused: [] }));
}

/** Takes all of a conversation away, to be sent. */
export function takeAttachments(conversationId: string): readonly Attachment[] {
  const { items } = attachmentsOf(conversationId);
  for (const { url } of items) URL.revokeObjectURL(url);
  change(conversationId, (now) => ({ ...now, items: [], refused: [] }));
  return items;
}

/** Another person signs in. */
export function forgetAttachments(): void {
  for (const conversationId of all().keys()) takeAttachments(conversationId);
  setAll(new Map());
}

/** The picture that is sent: what the server would not take whole goes scaled down. */
export function pictureOf({ original, scaled }: Prepared, wantsOriginal: boolean): Picture {
  return scaled !== null && (!wantsOriginal || original.blob.size > maxImageSize) ? scaled : original;
}

function change(conversationId: string, how: (now: Attachments) => Attachments): void {
  setAll((now) => new Map(now).set(conversationId, how(now.get(conversationId) ?? none)));
}
