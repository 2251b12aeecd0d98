import type { Conversation } from '@orleanschat/sdk';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { PendingImage } from '../composer/PendingImage';
import { edit as setEditing, stateOf } from '../conversations/conversation-state';
import { useNames } from '../people/use-names';
import { Avatar } from '../ui/Avatar';
import { timeOfDay } from '../ui/time';
import { DeliveryMark } from './DeliveryMark';
import { FailedNote } from './FailedNote';
import { MessageActions } from './MessageActions';
import { MessageEditor } from './MessageEditor';
import type { MessageRowData } from './timeline-rows';

interface Props {
  readonly row: MessageRowData;
  readonly conversation: Conversation;
  readonly userId: string;
}

export function MessageRow(props: Props) {
  const { nameOf } = useNames(() => props.userId);
  const isEditing = () => props.row.message !== null && stateOf(props.conversation.id).editingSeq === props.row.message.seq;
  const setIsEditing = (now: boolean) => setEditing(props.conversation.id, now ? (props.row.message?.seq ?? null) : null);
  const [isSelected, setIsSelected] = createSignal(false);
  const edit = () => {
    setIsSelected(false);
    setIsEditing(true);
  };
  const isOwn = () => props.row.senderId === props.userId;
  const isDeleted = () => props.row.message !== null && props.row.message.deletedAt !== null;
  const showsSender = () => props.conversation.kind === 'group' && !isOwn();
  return (
    <article
      class="message"
      classList={{
        own: isOwn(),
        first: props.row.isFirst,
        last: props.row.isLast,
        selected: isSelected(),
        failed: props.row.entry?.state === 'failed',
        deleted: isDeleted(),
      }}
      data-row
      tabindex="-1"
    >
      <Show when={showsSender()}>
        <span class="message-avatar">
          <Show when={props.row.isLast}>
            <Avatar id={props.row.senderId} name={nameOf(props.row.senderId)} />
          </Show>
        </span>
      </Show>
      <div class="message-body">
        {/* On touch screens, where nothing hovers, a tap brings up the actions. */}
        <div class="bubble" onClick={() => setIsSelected(!isSelected())}>
          <span class="message-sender" classList={{ 'visually-hidden': !showsSender() || !props.row.isFirst }}>
            <bdi>{isOwn() ? 'You' : nameOf(props.row.senderId)}</bdi>
          </span>
          <Show when={props.row.entry?.image && props.row.entry}>{(entry) => <PendingImage entry={entry()} />}</Show>
          <Switch
            fallback={
              <span class="message-text" dir="auto">
                {props.row.content}
              </span>
            }
          >
            <Match when={isDeleted()}>
              <span class="message-text">Message deleted</span>
            </Match>
            <Match when={isEditing() && props.row.message}>
              {(message) => <MessageEditor message={message()} onDone={() => setIsEditing(false)} />}
            </Match>
          </Switch>
          <span class="message-meta">
            <Show when={props.row.message?.editedAt && !isDeleted()}>
              <span>edited</span>
            </Show>
            <time dateTime={props.row.createdAt}>{timeOfDay(props.row.createdAt)}</time>
            <Show when={isOwn() && !isDeleted()}>
              <DeliveryMark state={props.row.entry?.state ?? 'sent'} />
            </Show>
          </span>
        </div>
        <Show when={props.row.entry?.state === 'failed' && props.row.entry}>
          {(entry) => <FailedNote entry={entry()} />}
        </Show>
      </div>
      <Show when={isOwn() && !isDeleted() && !isEditing() && props.row.message}>
        {(message) => <MessageActions message={message()} onEdit={edit} />}
      </Show>
    </article>
  );
}
