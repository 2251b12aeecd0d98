import type { Conversation } from '@orleanschat/sdk';
import { createSignal, lazy, Match, Show, Switch } from 'solid-js';
import { PendingImage } from '../composer/PendingImage';
import { edit, stateOf } from '../conversations/conversation-state';
import { t } from '../i18n';
import { MessageImage } from '../images/MessageImage';
import { useNames } from '../people/use-names';
import { useAvatarUrl } from '../people/use-avatar-url';
import { Avatar } from '../ui/Avatar';
import { timeOfDay } from '../ui/time';
import { DeliveryMark } from './DeliveryMark';
import { FailedNote } from './FailedNote';
import { MessageActions } from './MessageActions';
import { MessageEditor } from './MessageEditor';
import { MessageText } from './MessageText';
import { Reactions } from './Reactions';
import { ReceiptMark } from './ReceiptMark';
import { ReplyQuote } from './ReplyQuote';
import type { MessageRowData } from './timeline-rows';
import './message.css';

const EarlierTexts = lazy(async () => ({ default: (await import('./EarlierTexts')).EarlierTexts }));

interface Props {
  readonly row: MessageRowData;
  readonly conversation: Conversation;
  readonly userId: string;
  /** It was just jumped to. */
  readonly isHighlighted: boolean;
}

export function MessageRow(props: Props) {
  const { nameOf } = useNames(() => props.userId);
  const avatarUrl = useAvatarUrl();
  const [isHovered, setIsHovered] = createSignal(false);
  const [hasFocus, setHasFocus] = createSignal(false);
  const [isSelected, setIsSelected] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [showsEarlier, setShowsEarlier] = createSignal(false);
  const isActive = () => isHovered() || hasFocus() || isSelected() || isBusy();
  const isOwn = () => props.row.senderId === props.userId;
  const isDeleted = () => props.row.message !== null && props.row.message.deletedAt !== null;
  const isEditing = () => props.row.message !== null && stateOf(props.conversation.id).editingSeq === props.row.message.seq;
  // Another one may be being edited by then.
  const stopEditing = () => isEditing() && edit(props.conversation.id, null);
  const showsSender = () => props.conversation.kind === 'group' && !isOwn();
  const sender = () => (isOwn() ? t('common.you') : nameOf(props.row.senderId));
  const living = () => (isDeleted() ? null : props.row.message);
  return (
    <article
      class="message"
      classList={{
        own: isOwn(),
        first: props.row.isFirst,
        last: props.row.isLast,
        highlighted: props.isHighlighted,
        failed: props.row.entry?.state === 'failed',
        deleted: isDeleted(),
      }}
      data-key={props.row.key}
      tabindex="-1"
      onPointerEnter={(event) => setIsHovered(event.pointerType === 'mouse')}
      onPointerLeave={() => setIsHovered(false)}
      onFocusIn={() => setHasFocus(true)}
      onFocusOut={(event) => {
        if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
        setHasFocus(false);
        setIsSelected(false);
      }}
    >
      <Show when={showsSender()}>
        <span class="message-avatar">
          <Show when={props.row.isLast}>
            <Avatar
              id={props.row.senderId}
              name={nameOf(props.row.senderId)}
              url={avatarUrl(props.row.senderId)}
            />
          </Show>
        </span>
      </Show>
      <div class="message-body">
        {/* On touch screens, where nothing hovers, a tap brings up the actions. */}
        <div class="bubble" classList={{ pictured: (living()?.image ?? null) !== null }} onClick={() => setIsSelected(!isSelected())}>
          <span class="message-sender" classList={{ 'visually-hidden': !showsSender() || !props.row.isFirst }}>
            <bdi>{sender()}</bdi>
          </span>
          <Show when={!isDeleted() && props.row.replyTo}>
            {(seq) => <ReplyQuote conversationId={props.conversation.id} seq={seq()} userId={props.userId} />}
          </Show>
          <Show when={props.row.entry?.image && props.row.entry}>{(entry) => <PendingImage entry={entry()} />}</Show>
          <Show when={living()?.image}>{(image) => <MessageImage image={image()} sender={sender()} />}</Show>
          <Switch
            fallback={
              <Show when={props.row.content !== ''}>
                <MessageText content={props.row.content} message={props.row.message} userId={props.userId} />
              </Show>
            }
          >
            <Match when={isDeleted()}>
              <span class="message-text">{t('timeline.deleted')}</span>
            </Match>
            <Match when={isEditing() && props.row.message}>
              {(message) => <MessageEditor message={message()} onDone={stopEditing} />}
            </Match>
          </Switch>
          <span class="message-meta">
            <Show when={living()?.editedAt}>
              <button
                class="edited"
                type="button"
                tabindex={isActive() ? 0 : -1}
                title={t('timeline.earlierTexts')}
                onClick={(event) => {
                  event.stopPropagation();
                  setShowsEarlier(true);
                }}
              >
                {t('timeline.edited')}
              </button>
            </Show>
            <time dateTime={props.row.createdAt}>{timeOfDay(props.row.createdAt)}</time>
            <Show when={isOwn() && props.row.entry}>{(entry) => <DeliveryMark state={entry().state} />}</Show>
            <Show when={isOwn() && living()}>
              {(message) => (
                <ReceiptMark
                  message={message()}
                  conversation={props.conversation}
                  userId={props.userId}
                  isActive={isActive()}
                />
              )}
            </Show>
          </span>
        </div>
        <Show when={living()}>{(message) => <Reactions message={message()} userId={props.userId} />}</Show>
        <Show when={props.row.entry?.state === 'failed' && props.row.entry}>
          {(entry) => <FailedNote entry={entry()} />}
        </Show>
        <Show when={isActive() && !isEditing() && living()}>
          {(message) => (
            <MessageActions
              message={message()}
              conversation={props.conversation}
              userId={props.userId}
              onBusy={setIsBusy}
            />
          )}
        </Show>
        <Show when={showsEarlier() && living()}>
          {(message) => <EarlierTexts message={message()} onClose={() => setShowsEarlier(false)} />}
        </Show>
      </div>
    </article>
  );
}
