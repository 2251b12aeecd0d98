import type { Message } from '@orleanschat/sdk';
import { maxContentLength } from '@orleanschat/sdk';
import { createSignal, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { fitHeight } from '../composer/fit-height';
import { createTask } from '../ui/create-task';
import { keepFocusNear } from '../ui/keep-focus';

/** Changes a message in its place: Enter saves, Escape leaves it as it was. */
export function MessageEditor(props: { readonly message: Message; readonly onDone: () => void }) {
  const client = useClient();
  const [text, setText] = createSignal(props.message.content);
  const save = createTask(async () => {
    const { conversationId, seq, content } = props.message;
    if (text().trim() !== content) await client.messages.edit(conversationId, seq, text());
    props.onDone();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') props.onDone();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (text().trim() !== '') void save.run();
    }
  };
  let area!: HTMLTextAreaElement;
  keepFocusNear(() => area, 'article');
  onMount(() => {
    fitHeight(area);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
  return (
    <form
      class="message-editor"
      onClick={(event) => event.stopPropagation()}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <textarea
        ref={area}
        class="input"
        aria-label="Edit message"
        rows="1"
        dir="auto"
        maxLength={maxContentLength}
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          fitHeight(area);
        }}
        onKeyDown={onKeyDown}
      />
      <Show when={save.error()}>{(error) => <p class="problem">{error().detail}</p>}</Show>
      <div class="dialog-actions">
        <button class="button plain small" type="button" onClick={() => props.onDone()}>
          Cancel
        </button>
        <button class="button primary small" type="submit" disabled={save.busy() || text().trim() === ''}>
          Save
        </button>
      </div>
    </form>
  );
}
