import { For, Show } from 'solid-js';
import { t } from '../i18n';
import { ErrorNote } from '../ui/ErrorNote';
import { Hit } from './Hit';
import type { MessageSearch } from './use-message-search';
import './search.css';

interface Props {
  readonly search: MessageSearch;
  readonly userId: string;
  readonly showsConversation: boolean;
}

/** Messages that were found, page by page. */
export function MessageHits(props: Props) {
  return (
    <>
      <ErrorNote error={props.search.error()} />
      <ul class="hits" aria-label={t('search.messages')} aria-busy={props.search.busy()}>
        <For each={props.search.hits() ?? []}>
          {(hit) => (
            <li>
              <Hit hit={hit} userId={props.userId} showsConversation={props.showsConversation} />
            </li>
          )}
        </For>
      </ul>
      <Show when={props.search.hasMore()}>
        <button
          class="button plain show-more"
          type="button"
          disabled={props.search.busy()}
          onClick={() => props.search.showMore()}
        >
          {t('search.more')}
        </button>
      </Show>
    </>
  );
}
