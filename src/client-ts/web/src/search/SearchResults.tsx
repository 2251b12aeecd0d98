import type { User } from '@orleanschat/sdk';
import { createEffect, createMemo, createSignal, For } from 'solid-js';
import { useClient } from '../app/context';
import { navigate } from '../app/router';
import { paths } from '../app/routes';
import { titleOf } from '../conversations/conversation-text';
import { findByName } from '../conversations/list-filter';
import { t } from '../i18n';
import { PeopleButtons } from '../people/PeopleButtons';
import { usePeopleSearch } from '../people/use-people-search';
import { Avatar } from '../ui/Avatar';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
import { messageQuery, noFilter } from './message-query';
import { MessageHits } from './MessageHits';
import { ResultSection } from './ResultSection';
import { SearchFilters } from './SearchFilters';
import { useMessageSearch } from './use-message-search';
import './search.css';

interface Props {
  readonly text: string;
  readonly userId: string;
}

/** The chats and people shown before the messages. */
const maxChats = 8;
const maxPeople = 5;

/** What fits a text: the person's chats by name, people by name, messages by their words. */
export function SearchResults(props: Props) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  const [filter, setFilter] = createSignal(noFilter);
  const chats = createMemo(() => findByName(inbox().items, props.text).slice(0, maxChats));
  const peers = createMemo(() => inbox().items.flatMap(({ peer }) => (peer === null ? [] : [peer])));
  const isKnown = (user: User) => user.id === props.userId || peers().some((peer) => peer.id === user.id);
  const people = usePeopleSearch(isKnown);
  createEffect(() => people.setQuery(props.text));
  const strangers = () => (people.results() ?? []).slice(0, maxPeople);
  const messages = useMessageSearch(createMemo(() => messageQuery(props.text, filter())));
  const open = createTask('replace', async (replaced, userId: string) => {
    const { id } = await client.openDirect(userId);
    if (!replaced.aborted) navigate(paths.conversation(id));
  });
  const status = () => {
    if (messages.busy()) return t('search.searching');
    if (messages.hits()?.length !== 0) return '';
    return chats().length === 0 && strangers().length === 0 ? t('search.nothing') : t('search.noMessages');
  };
  return (
    <div class="search-results" role="region" aria-label={t('search.results')}>
      <ErrorNote error={open.error() ?? people.error()} />
      <ResultSection title={t('search.chats')} isShown={chats().length > 0}>
        <ul aria-label={t('search.chats')}>
          <For each={chats()}>
            {(chat) => (
              <li>
                <a
                  class="hit"
                  href={`#${paths.conversation(chat.id)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    navigate(paths.conversation(chat.id));
                  }}
                >
                  <Avatar
                    id={chat.peer?.id ?? chat.id}
                    name={titleOf(chat)}
                    group={chat.kind === 'group'}
                    url={chat.peer?.avatarUrl}
                  />
                  <bdi class="conversation-title truncate">{titleOf(chat)}</bdi>
                </a>
              </li>
            )}
          </For>
        </ul>
      </ResultSection>
      <ResultSection title={t('search.people')} isShown={strangers().length > 0}>
        <PeopleButtons label={t('search.people')} users={strangers()} onChoose={(userId) => void open.run(userId)} />
      </ResultSection>
      <ResultSection title={t('search.messages')} isShown>
        <SearchFilters filter={filter()} onChange={setFilter} people={peers()} />
        <MessageHits search={messages} userId={props.userId} showsConversation />
      </ResultSection>
      <p class="search-status muted" role="status">
        {status()}
      </p>
    </div>
  );
}
