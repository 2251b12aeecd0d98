import type { Message } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { textOf } from '../conversations/conversation-text';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { fromStore } from '../ui/from-store';
import { CloseIcon, ReplyIcon } from '../ui/icons';

interface Props {
  readonly message: Message;
  readonly userId: string;
  readonly onCancel: () => void;
}

/** The message that the next one answers, as it is now. */
export function ReplyBar(props: Props) {
  const client = useClient();
  const { nameOf } = useNames(() => props.userId);
  const timeline = fromStore(() => client.timeline(props.message.conversationId));
  const current = () => {
    const held = timeline().items.find((item) => item.kind === 'message' && item.message.seq === props.message.seq);
    return held?.kind === 'message' ? held.message : props.message;
  };
  const sender = () => (props.message.senderId === props.userId ? t('common.you') : nameOf(props.message.senderId));
  return (
    <div class="reply-bar" role="group" aria-label={t('composer.replyingTo', sender())}>
      <ReplyIcon />
      <div class="reply-words">
        <bdi class="reply-sender truncate">{sender()}</bdi>
        <span class="truncate muted" dir="auto">
          {textOf(current())}
        </span>
      </div>
      <button class="icon-button" type="button" aria-label={t('composer.cancelReply')} title={t('composer.cancelReply')} onClick={() => props.onCancel()}>
        <CloseIcon />
      </button>
    </div>
  );
}
