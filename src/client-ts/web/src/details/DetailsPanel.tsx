import type { Conversation } from '@orleanschat/sdk';
import { MembersPanel } from '../groups/MembersPanel';

/** Who is in a conversation. */
export function DetailsPanel(props: { readonly conversation: Conversation; readonly userId: string; readonly onClose: () => void }) {
  return <MembersPanel group={props.conversation} userId={props.userId} onClose={props.onClose} />;
}
