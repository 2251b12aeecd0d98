import type { Conversation } from '@orleanschat/sdk';
import { Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { useNames } from '../people/use-names';
import { fromStore } from '../ui/from-store';

/** Who is typing just now. Not read out: it would interrupt all the time. */
export function TypingLine(props: { readonly conversation: Conversation; readonly userId: string }) {
  const client = useClient();
  const typing = fromStore(() => client.typing);
  const { nameOf } = useNames(() => props.userId);
  const text = () => {
    const [first, ...others] = typing().get(props.conversation.id) ?? [];
    if (first === undefined) return null;
    return others.length === 0 ? t('timeline.typingOne', nameOf(first)) : t('timeline.typingMany', others.length + 1);
  };
  return (
    <p class="typing-line muted truncate" aria-live="off">
      <Show when={text()}>
        <span class="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {text()}
      </Show>
    </p>
  );
}
