import type { Message } from '@orleanschat/sdk';
import { createStore } from 'solid-js/store';

/** What a person is just doing in a conversation, shared by its messages and the composer. */
export interface ConversationState {
  /** The message that the next one answers. */
  readonly replyingTo: Message | null;
  /** The message that is being edited in its place. */
  readonly editingSeq: number | null;
}

const idle: ConversationState = { replyingTo: null, editingSeq: null };
const [states, setStates] = createStore<Record<string, ConversationState>>({});

export function stateOf(conversationId: string): ConversationState {
  return states[conversationId] ?? idle;
}

export function replyTo(conversationId: string, message: Message | null): void {
  setStates(conversationId, { ...stateOf(conversationId), replyingTo: message });
}

export function edit(conversationId: string, seq: number | null): void {
  setStates(conversationId, { ...stateOf(conversationId), editingSeq: seq });
}

/** Another person signs in. */
export function forgetStates(): void {
  for (const id of Object.keys(states)) setStates(id, idle);
}
