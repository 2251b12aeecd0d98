import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { fromStore } from '../ui/from-store';
import { BlockedNote } from './BlockedNote';
import { DropZone } from './DropZone';
import { MessageForm } from './MessageForm';
import { OutboxHint } from './OutboxHint';
import './composer.css';

/** The foot of a conversation: where the person writes, or why they cannot. */
export function Composer(props: { readonly conversationId: string }) {
  const client = useClient();
  const conversation = fromStore(() => client.conversations.conversation(props.conversationId));
  const contacts = fromStore(() => client.contacts);
  const blocked = () => {
    const peer = conversation()?.peer;
    return peer && contacts().get(peer.id)?.status === 'blocked' ? peer : null;
  };
  return (
    <div class="composer-dock">
      <Show
        when={blocked()}
        fallback={
          <>
            <OutboxHint conversationId={props.conversationId} />
            <MessageForm conversationId={props.conversationId} />
            <DropZone conversationId={props.conversationId} />
          </>
        }
      >
        {(peer) => <BlockedNote user={peer()} />}
      </Show>
    </div>
  );
}
