import { createEffect, createSignal, on, onCleanup, onMount, Show, untrack } from 'solid-js';
import { useClient } from '../app/context';
import { edit, replyTo, stateOf } from '../conversations/conversation-state';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { SendIcon } from '../ui/icons';
import { AttachButton } from './AttachButton';
import { AttachmentStrip } from './AttachmentStrip';
import { attach, attachmentsOf } from './attachments';
import { CharacterCount } from './CharacterCount';
import { draftOf, keepDraft } from './drafts';
import { replaceText } from './edit-text';
import { EmojiButton } from './EmojiButton';
import { fitHeight } from './fit-height';
import { keyAction } from './key-action';
import { lastOwnSeq } from './last-own-message';
import { toggleMark } from './markdown-marks';
import { MentionList } from './MentionList';
import { ReplyBar } from './ReplyBar';
import { sendAll } from './send-all';
import { charactersLeft } from './text-limit';
import { useMentions } from './use-mentions';

/** Text, images and what is answered. Enter sends, Shift+Enter breaks the line, Up in an empty text edits the last message. */
export function MessageForm(props: { readonly conversationId: string }) {
  const client = useClient();
  const session = fromStore(() => client.session);
  const userId = () => {
    const state = session();
    return state.status === 'signedIn' ? state.user.id : '';
  };
  const id = () => props.conversationId;
  const text = () => draftOf(id());
  const attached = () => attachmentsOf(id());
  const replyingTo = () => stateOf(id()).replyingTo;
  const [wantsOriginal, setWantsOriginal] = createSignal(false);
  const completion = useMentions(id, userId());
  const left = () => charactersLeft(text());
  const isTooLong = () => (left() ?? 0) < 0;
  const canSend = () =>
    (text().trim() !== '' || attached().items.length + attached().reading > 0) && !isTooLong();
  /** Sent as soon as the images are read. */
  const [isImpatient, setIsImpatient] = createSignal(false);
  let area!: HTMLTextAreaElement;

  const send = () => {
    if (!canSend()) return;
    if (attached().reading > 0) return void setIsImpatient(true);
    sendAll(client, id(), { text: text(), replyTo: replyingTo(), wantsOriginal: wantsOriginal() });
    replyTo(id(), null);
    keepDraft(id(), { text: '', replyTo: null });
    setWantsOriginal(false);
    area.focus();
  };
  const onInput = () => {
    setIsImpatient(false);
    keepDraft(id(), { text: area.value });
    client.setTyping(id(), area.value.trim() !== '');
    completion.follow(area);
  };
  const mark = (sign: string) => {
    const marked = toggleMark({ text: area.value, start: area.selectionStart, end: area.selectionEnd }, sign);
    replaceText(area, 0, area.value.length, marked.text);
    area.setSelectionRange(marked.start, marked.end);
  };
  const editLast = () => {
    const seq = lastOwnSeq(client.timeline(id()).get().items, userId());
    if (seq !== null) edit(id(), seq);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // 229: some browsers end the composition before the key that ended it.
    if (event.isComposing || event.keyCode === 229 || completion.onKey(event, area)) return;
    const action = keyAction(event, { isEmpty: area.value === '', isReplying: replyingTo() !== null });
    if (action === null) return;
    event.preventDefault();
    if (action === 'send') send();
    else if (action === 'cancelReply') replyTo(id(), null);
    else if (action === 'editLast') editLast();
    else mark(action.mark);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Office programs put a picture of the text beside it: the text is meant.
    const isOfText = ['text/plain', 'text/html'].every((type) => event.clipboardData?.types.includes(type));
    if (files.length === 0 || isOfText) return;
    event.preventDefault();
    void attach(id(), files);
  };

  createEffect(() => {
    if (!isImpatient() || attached().reading > 0) return;
    setIsImpatient(false);
    if (attached().refused.length === 0) untrack(send);
  });
  createEffect(on(text, () => fitHeight(area)));
  createEffect(() => keepDraft(id(), { replyTo: replyingTo() }));
  // Begun or cancelled: both lead to the text.
  createEffect(on(replyingTo, () => area.focus(), { defer: true }));
  // Who has edited a message goes on writing.
  createEffect(on(() => stateOf(id()).editingSeq, (seq) => seq === null && area.focus(), { defer: true }));
  onMount(() => {
    // On touch screens the focus would bring up the keyboard over the messages.
    if (matchMedia('(hover: hover)').matches) area.focus();
  });
  onCleanup(() => client.setTyping(id(), false));

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Show when={replyingTo()}>
        {(message) => <ReplyBar message={message()} userId={userId()} onCancel={() => replyTo(id(), null)} />}
      </Show>
      <AttachmentStrip
        conversationId={id()}
        wantsOriginal={wantsOriginal()}
        onWantsOriginal={setWantsOriginal}
        onGone={() => area.focus()}
      />
      <div class="composer-line">
        <MentionList completion={completion} area={() => area} />
        <AttachButton
          onFiles={(files) => {
            void attach(id(), files);
            area.focus();
          }}
        />
        <textarea
          ref={area}
          class="composer-text"
          aria-label={t('composer.message')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={completion.isOpen() ? completion.listId : undefined}
          aria-activedescendant={completion.isOpen() ? completion.optionId(completion.active()) : undefined}
          aria-invalid={isTooLong()}
          aria-describedby={left() === null ? undefined : `${completion.listId}-left`}
          placeholder={t('composer.message')}
          rows="1"
          dir="auto"
          enterkeyhint="send"
          value={text()}
          onInput={onInput}
          onClick={() => completion.follow(area)}
          onKeyUp={(event) => event.key.startsWith('Arrow') && !completion.isOpen() && completion.follow(area)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => {
            completion.close();
            client.setTyping(id(), false);
          }}
        />
        <EmojiButton onPick={(emoji) => replaceText(area, area.selectionStart, area.selectionEnd, emoji)} />
        <button class="icon-button send" type="submit" aria-label={t('composer.send')} disabled={!canSend()}>
          <SendIcon />
        </button>
      </div>
      <CharacterCount id={`${completion.listId}-left`} left={left()} />
    </form>
  );
}
