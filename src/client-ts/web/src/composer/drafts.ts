const drafts = new Map<string, string>();

/** What was typed in a conversation and not sent, for as long as the page lives. */
export function draftOf(conversationId: string): string {
  return drafts.get(conversationId) ?? '';
}

export function keepDraft(conversationId: string, text: string): void {
  if (text === '') drafts.delete(conversationId);
  else drafts.set(conversationId, text);
}
