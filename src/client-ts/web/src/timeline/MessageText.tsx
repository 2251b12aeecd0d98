import type { Message } from '@orleanschat/sdk';
import { createMemo, Show } from 'solid-js';
import { useClient } from '../app/context';
import { fromStore } from '../ui/from-store';
import { isEmojiOnly } from './emoji-only';
import { richTextOf } from './rich-text-loader';
import './rich-text.css';

interface Props {
  readonly content: string;
  /** Null while it is on its way. */
  readonly message: Message | null;
  readonly userId: string;
}

const nobody: readonly string[] = [];

/** What a message says: with its Markdown, the people it mentions, and a few emoji large. */
export function MessageText(props: Props) {
  const client = useClient();
  const users = fromStore(() => client.users);
  const content = createMemo(() => props.content);
  const mentionedIds = createMemo(() => props.message?.mentions ?? nobody);
  /** By user name; those not known yet appear by themselves. */
  const mentioned = createMemo<ReadonlyMap<string, string>>(
    () => {
      const ids = mentionedIds();
      for (const id of ids) if (!users().has(id)) client.users.request(id);
      return new Map(ids.map((id) => [users().get(id)?.username.toLowerCase() ?? '', id]));
    },
    new Map(),
    { equals: isSame },
  );
  const rich = createMemo(() => richTextOf(content(), mentioned(), props.userId));
  return (
    // Keyed, for of a fragment that is there already only the first element would give way to another one.
    <Show
      keyed
      when={rich()}
      fallback={
        <span class="message-text" classList={{ large: isEmojiOnly(content()) }} dir="auto">
          {content()}
        </span>
      }
    >
      {(nodes) => (
        <div class="message-text rich" dir="auto" onClick={(event) => event.target.closest('a') && event.stopPropagation()}>
          {nodes}
        </div>
      )}
    </Show>
  );
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([name, id]) => other.get(name) === id);
}
