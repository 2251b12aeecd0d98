import type { Conversation, Message } from '@orleanschat/sdk';
import { createSignal, lazy, Show } from 'solid-js';
import { useClient } from '../app/context';
import { paths } from '../app/routes';
import { edit, replyTo } from '../conversations/conversation-state';
import { ReactionButton } from '../emoji/ReactionButton';
import { t } from '../i18n';
import { errorText } from '../i18n/error-text';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { copy } from '../ui/copy';
import { createTask } from '../ui/create-task';
import { ClockIcon, CopyIcon, EditIcon, LinkIcon, PinIcon, ReplyIcon, TrashIcon } from '../ui/icons';
import { keepFocusNear } from '../ui/keep-focus';
import type { MenuItem } from '../ui/Menu';
import { Menu } from '../ui/Menu';
import { rightsOf } from './message-rights';
import { attempt, reactTo } from './react-to';

const EarlierTexts = lazy(async () => ({ default: (await import('./EarlierTexts')).EarlierTexts }));

interface Props {
  readonly message: Message;
  readonly conversation: Conversation;
  readonly userId: string;
  /** A menu or a dialog of it is open: it must stay. */
  readonly onBusy: (isBusy: boolean) => void;
}

/** What can be done with a message. */
export function MessageActions(props: Props) {
  const client = useClient();
  const [dialog, setDialog] = createSignal<'delete' | 'earlier' | null>(null);
  const { conversationId, seq } = props.message;
  const remove = createTask('join', () => client.messages.delete(conversationId, seq));
  const open = (which: 'delete' | 'earlier' | null) => {
    props.onBusy(which !== null);
    setDialog(which);
  };
  const reply = () => {
    replyTo(conversationId, props.message);
    // Menus give the focus back first.
    queueMicrotask(() => document.querySelector<HTMLElement>('.composer textarea')?.focus());
  };
  const copied = (text: string, done: string) => void copy(text, done, t('timeline.notCopied'));
  const isPinned = () => props.conversation.pinnedSeqs.includes(seq);
  const items = (): MenuItem[] => {
    const rights = rightsOf(props.message, props.conversation, props.userId);
    const pin = () => void attempt(() => client.messages[isPinned() ? 'unpin' : 'pin'](conversationId, seq));
    const link = () => `${location.origin}${location.pathname}#${paths.message(conversationId, seq)}`;
    const all: (MenuItem & { readonly when?: boolean })[] = [
      { label: t('timeline.reply'), icon: ReplyIcon, run: reply },
      { label: t('timeline.edit'), icon: EditIcon, when: rights.edit, run: () => edit(conversationId, seq) },
      {
        label: t('timeline.copyText'),
        icon: CopyIcon,
        when: props.message.content !== '',
        run: () => copied(props.message.content, t('common.copied')),
      },
      { label: t('timeline.copyLink'), icon: LinkIcon, run: () => copied(link(), t('timeline.linkCopied')) },
      { label: isPinned() ? t('timeline.unpin') : t('timeline.pin'), icon: PinIcon, when: rights.pin, run: pin },
      {
        label: t('timeline.earlierTexts'),
        icon: ClockIcon,
        when: props.message.editedAt !== null,
        run: () => open('earlier'),
      },
      { label: t('common.delete'), icon: TrashIcon, danger: true, when: rights.delete, run: () => open('delete') },
    ];
    return all.filter((item) => item.when !== false);
  };
  let actions!: HTMLDivElement;
  keepFocusNear(() => actions, 'article');
  return (
    <div ref={actions} class="message-actions" onClick={(event) => event.stopPropagation()}>
      <ReactionButton
        onOpenChange={props.onBusy}
        onPick={(emoji) => void reactTo(client, props.message, emoji, true)}
      />
      <button class="icon-button" type="button" aria-label={t('timeline.reply')} title={t('timeline.reply')} onClick={reply}>
        <ReplyIcon />
      </button>
      <Menu
        label={t('timeline.actions')}
        items={items()}
        onOpenChange={(isOpen) => props.onBusy(isOpen || dialog() !== null)}
      />
      <Show when={dialog() === 'delete'}>
        <ConfirmDialog
          title={t('timeline.deleteQuestion')}
          text={errorOf(remove.error()) ?? t('timeline.deleteText')}
          action={t('common.delete')}
          onConfirm={() => void remove.run().then((worked) => worked && open(null))}
          onClose={() => open(null)}
        />
      </Show>
      <Show when={dialog() === 'earlier'}>
        <EarlierTexts message={props.message} onClose={() => open(null)} />
      </Show>
    </div>
  );
}

function errorOf(error: Parameters<typeof errorText>[0] | null): string | null {
  return error === null ? null : errorText(error);
}
