import type { Message } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { EditIcon, TrashIcon } from '../ui/icons';
import { keepFocusNear } from '../ui/keep-focus';

/** What can be done with the person's own message. */
export function MessageActions(props: { readonly message: Message; readonly onEdit: () => void }) {
  const client = useClient();
  const [isDeleting, setIsDeleting] = createSignal(false);
  const remove = createTask(() => client.messages.delete(props.message.conversationId, props.message.seq));
  let actions!: HTMLDivElement;
  keepFocusNear(() => actions, 'article');
  return (
    <div ref={actions} class="message-actions">
      <button class="icon-button" type="button" aria-label="Edit message" title="Edit" onClick={() => props.onEdit()}>
        <EditIcon />
      </button>
      <button
        class="icon-button"
        type="button"
        aria-label="Delete message"
        title="Delete"
        onClick={() => setIsDeleting(true)}
      >
        <TrashIcon />
      </button>
      <Show when={isDeleting()}>
        <ConfirmDialog
          title="Delete this message?"
          text={remove.error()?.detail ?? 'Everybody will see that it was deleted, but not what it said.'}
          action="Delete"
          onConfirm={() => void remove.run().then((worked) => worked && setIsDeleting(false))}
          onClose={() => setIsDeleting(false)}
        />
      </Show>
    </div>
  );
}
