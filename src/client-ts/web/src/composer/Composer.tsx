import { maxContentLength } from '@orleanschat/sdk';
import { createSignal, onMount } from 'solid-js';
import { useClient } from '../app/context';
import { SendIcon } from '../ui/icons';
import { draftOf, keepDraft } from './drafts';
import { fitHeight } from './fit-height';
import './composer.css';

/** Where the person writes: Enter sends, Shift+Enter breaks the line. */
export function Composer(props: { readonly conversationId: string }) {
  const client = useClient();
  const [text, setText] = createSignal(draftOf(props.conversationId));
  let area!: HTMLTextAreaElement;
  const change = (next: string) => {
    setText(next);
    keepDraft(props.conversationId, next);
    fitHeight(area);
  };
  const send = () => {
    if (text().trim() === '') return;
    client.send(props.conversationId, text());
    area.value = '';
    change('');
    area.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  onMount(() => {
    fitHeight(area);
    // On touch screens the focus would bring up the keyboard over the messages.
    if (matchMedia('(hover: hover)').matches) area.focus();
  });
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        class="composer-text"
        aria-label="Message"
        placeholder="Message"
        rows="1"
        dir="auto"
        enterkeyhint="send"
        maxLength={maxContentLength}
        value={text()}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button class="icon-button send" type="submit" aria-label="Send" disabled={text().trim() === ''}>
        <SendIcon />
      </button>
    </form>
  );
}
