import type { Conversation, Message } from '@orleanschat/sdk';
import { createMemo, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { CheckIcon, DoubleCheckIcon } from '../ui/icons';
import { Readers } from './Readers';
import { receiptState } from './receipt-state';

interface Props {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly userId: string;
  /** The person is at the message. */
  readonly isActive: boolean;
}

/** Whether others have received and read the person's own message. */
export function ReceiptMark(props: Props) {
  const client = useClient();
  const receipts = fromStore(() => client.receipts);
  const counts = fromStore(() => client.receiptCounts);
  const now = createMemo(() =>
    receiptState(props.message, {
      conversation: props.conversation,
      receipts: receipts().get(props.conversation.id),
      counts: counts().get(props.conversation.id)?.get(props.message.seq),
      userId: props.userId,
    }),
  );
  const text = () => {
    const { state, readers } = now();
    return readers === null || readers === 0 ? t(`timeline.receipt.${state}`) : t('timeline.receipt.readBy', readers);
  };
  const mark = () => (
    <span class="delivery" classList={{ read: now().state === 'read' }} title={text()}>
      <Show when={now().state !== 'sent'} fallback={<CheckIcon />}>
        <DoubleCheckIcon />
      </Show>
      <span class="visually-hidden">{text()}</span>
    </span>
  );
  return (
    <Show when={now().readerIds.length > 0} fallback={mark()}>
      <Readers label={text()} readerIds={now().readerIds} userId={props.userId} isActive={props.isActive}>
        {mark()}
      </Readers>
    </Show>
  );
}
