import type { ChatClient, Message, NewPicture } from '@orleanschat/sdk';
import type { Attachment } from './attachments';
import { pictureOf, takeAttachments } from './attachments';

interface Written {
  readonly text: string;
  readonly replyTo: Message | null;
  readonly wantsOriginal: boolean;
}

/** Sends what was written. Each image is a message of its own; the first one has the text and is the answer. */
export function sendAll(client: ChatClient, conversationId: string, { text, replyTo, wantsOriginal }: Written): void {
  const [first, ...rest] = takeAttachments(conversationId);
  const send = (content: string, item: Attachment | undefined, answered: Message | null) =>
    client.send(conversationId, content, {
      ...(answered === null ? {} : { replyTo: answered.seq }),
      ...(item === undefined ? {} : { image: newPicture(item, wantsOriginal) }),
    });
  send(text, first, replyTo);
  for (const item of rest) send('', item, null);
}

function newPicture(item: Attachment, wantsOriginal: boolean): NewPicture {
  return { ...pictureOf(item, wantsOriginal), fileName: item.name };
}
