import type { ChatClient, Message } from '@orleanschat/sdk';
import { ApiError } from '@orleanschat/sdk';
import { errorText } from '../i18n/error-text';
import { toast } from '../ui/toasts';

/** Adds or takes back the person's reaction; says so when the server does not take it. */
export async function reactTo(client: ChatClient, message: Message, reaction: string, on: boolean): Promise<void> {
  await attempt(() => client.messages.react(message.conversationId, message.seq, reaction, on));
}

/** Does what has no place of its own to show an error in. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast(errorText(error));
    return false;
  }
}
