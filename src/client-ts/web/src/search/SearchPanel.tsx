import type { Conversation } from '@orleanschat/sdk';

/** A search in one conversation. */
export function SearchPanel(_props: { readonly conversation: Conversation; readonly userId: string; readonly onClose: () => void }) {
  return null;
}
