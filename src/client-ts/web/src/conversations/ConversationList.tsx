import { createMemo, createSignal, For, lazy, Match, Show, Switch } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { Page } from '../app/Page';
import { t } from '../i18n';
import { searchOf } from '../search/search-text';
import { SearchField } from '../search/SearchField';
import { fromStore } from '../ui/from-store';
import { AccountBar } from './AccountBar';
import { Conversations } from './Conversations';
import { isListed, listFilters } from './list-filter';
import type { ListFilter } from './list-filter';
import { ListHeader } from './ListHeader';
import './conversations.css';

const SearchResults = lazy(async () => ({ default: (await import('../search/SearchResults')).SearchResults }));

interface Props {
  readonly openId: string | null;
  readonly userId: string;
}

/** The list of conversations, or what a search found in their place. */
export function ConversationList(props: Props) {
  const search = searchOf(props.userId);
  return (
    <>
      <ListHeader />
      <div class="list-search">
        <SearchField value={search.text()} onInput={search.setText} />
      </div>
      <Show when={search.text().trim() !== ''} fallback={<FilteredList {...props} />}>
        <Page>
          <SearchResults text={search.text()} userId={props.userId} />
        </Page>
      </Show>
      <AccountBar />
    </>
  );
}

function FilteredList(props: Props) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  const [filter, setFilter] = createSignal<ListFilter>('all');
  // By id, so that a row stays the same element while its conversation changes.
  const ids = createMemo(() =>
    inbox()
      .items.filter((conversation) => isListed(conversation, filter(), props.openId))
      .map((conversation) => conversation.id),
  );
  return (
    <>
      <div class="list-filters" role="group" aria-label={t('conversations.filter.label')}>
        <For each={listFilters}>
          {(name) => (
            <button class="filter" type="button" aria-pressed={filter() === name} onClick={() => setFilter(name)}>
              {t(`conversations.filter.${name}`)}
            </button>
          )}
        </For>
      </div>
      <Show
        when={inbox().loaded && ids().length === 0}
        fallback={<Conversations ids={ids()} openId={props.openId} userId={props.userId} />}
      >
        <div class="no-conversations">
          <Switch>
            <Match when={inbox().items.length === 0}>
              <p class="muted">{t('conversations.empty')}</p>
              <button class="button primary" type="button" onClick={() => navigate(paths.newMessage)}>
                {t('conversations.findPeople')}
              </button>
            </Match>
            <Match when={filter() === 'unread'}>
              <p class="muted">{t('conversations.noUnread')}</p>
            </Match>
            <Match when={filter() === 'groups'}>
              <p class="muted">{t('conversations.noGroups')}</p>
              <button class="button secondary" type="button" onClick={() => navigate(paths.newGroup)}>
                {t('people.newGroup')}
              </button>
            </Match>
          </Switch>
        </div>
      </Show>
    </>
  );
}
