import type { Message } from '@orleanschat/sdk';
import { maxContentLength } from '@orleanschat/sdk';
import { createSignal, onMount } from 'solid-js';
import { useClient } from '../app/context';
import { fitHeight } from '../composer/fit-height';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { keepFocusNear } from '../ui/keep-focus';

/** Changes a message in its place: Enter saves, Escape leaves it as it was. */
export function MessageEditor(props: { readonly message: Message; readonly onDone: () => void }) {
  const client = useClient();
  const [text, setText] = createSignal(props.message.content);
  const save = createTask('join', async () => {
    const { conversationId, seq, content } = props.message;
    if (text().trim() !== content) await client.messages.edit(conversationId, seq, text());
    props.onDone();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      props.onDone();
    }
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
        aria-label={t('timeline.edit')}
        rows="1"
        dir="auto"
        maxLength={maxContentLength}
        readOnly={save.busy()}
        value={text()}
        onInput={(event) => {
          setText(event.currentTarget.value);
          fitHeight(area);
        }}
        onKeyDown={onKeyDown}
      />
      <ErrorNote error={save.error()} />
      <div class="dialog-actions">
        <button class="button plain small" type="button" onClick={() => props.onDone()}>
          {t('common.cancel')}
        </button>
        <button class="button primary small" type="submit" disabled={save.busy() || text().trim() === ''}>
          {t('common.save')}
        </button>
      </div>
    </form>
  );
}
