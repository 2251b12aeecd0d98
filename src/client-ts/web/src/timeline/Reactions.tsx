import type { Message } from '@orleanschat/sdk';
import { For, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { perLocale } from '../i18n/per-locale';
import { useNames } from '../people/use-names';
import { reactTo } from './react-to';
import './reactions.css';

const listOf = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const numberOf = perLocale((locale) => new Intl.NumberFormat(locale));

/** Who reacted to a message, and with what; a click adds or takes back one's own. */
export function Reactions(props: { readonly message: Message; readonly userId: string }) {
  const client = useClient();
  const { nameOrYou } = useNames(() => props.userId);
  const names = (userIds: readonly string[], count: number) => {
    const shown = userIds.slice(0, 20).map(nameOrYou);
    if (count > shown.length) shown.push('…');
    return listOf().format(shown);
  };
  return (
    <Show when={props.message.reactions.length > 0 && props.message.deletedAt === null}>
      <div class="reactions">
        <For each={props.message.reactions}>
          {({ reaction, count, userIds }) => (
            <button
              class="reaction"
              type="button"
              aria-pressed={userIds.includes(props.userId)}
              title={t('timeline.reacted', reaction, names(userIds, count))}
              onClick={() => void reactTo(client, props.message, reaction, !userIds.includes(props.userId))}
            >
              <span class="reaction-emoji">{reaction}</span>
              {numberOf().format(count)}
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
