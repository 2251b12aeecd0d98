import type { Message } from '@orleanschat/sdk';
import { createEffect, createSignal, on } from 'solid-js';
import { textOf } from '../conversations/conversation-text';
import { useNames } from '../people/use-names';

/** Reads others' new messages out to screen readers; history and one's own are silent. */
export function NewMessageAnnouncer(props: { readonly message: Message | null; readonly userId: string }) {
  const { nameOf } = useNames(() => props.userId);
  const [text, setText] = createSignal('');
  createEffect(
    on(
      () => props.message,
      (message, before) => {
        if (message === null || message.senderId === props.userId || message.type === 'system') return;
        if (message.seq > (before?.seq ?? 0)) setText(`${nameOf(message.senderId)}: ${textOf(message)}`);
      },
      { defer: true },
    ),
  );
  return (
    <p class="visually-hidden" aria-live="polite">
      {text()}
    </p>
  );
}
