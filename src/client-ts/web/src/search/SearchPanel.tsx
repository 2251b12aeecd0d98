import type { Conversation } from '@orleanschat/sdk';
import { createMemo, createSignal, onMount } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { CloseIcon } from '../ui/icons';
import { onEscape } from '../ui/on-escape';
import { messageQuery, noFilter } from './message-query';
import { MessageHits } from './MessageHits';
import { SearchField } from './SearchField';
import { SearchFilters } from './SearchFilters';
import { useMessageSearch } from './use-message-search';
import './search.css';

interface Props {
  readonly conversation: Conversation;
  readonly userId: string;
  readonly onClose: () => void;
}

/** Beside a conversation: finds messages in it. */
export function SearchPanel(props: Props) {
  const client = useClient();
  const members = fromStore(() => client.members);
  const [text, setText] = createSignal('');
  const [filter, setFilter] = createSignal(noFilter);
  const search = useMessageSearch(createMemo(() => messageQuery(text(), filter(), props.conversation.id)));
  const people = () => (members().get(props.conversation.id) ?? []).map(({ user }) => user);
  // Without them there is nobody to choose in the filter; the search itself goes on.
  const load = createTask('join', () => client.groups.loadMembers(props.conversation.id));
  onMount(() => void load.run());
  const status = () => {
    if (search.busy()) return t('search.searching');
    return search.hits()?.length === 0 ? t('search.nothing') : '';
  };
  return (
    <aside
      class="search-panel"
      aria-label={t('search.inConversation')}
      onKeyDown={onEscape(() => props.onClose())}
    >
      <header class="search-panel-header">
        <h2>{t('search.inConversation')}</h2>
        <button class="icon-button" type="button" aria-label={t('search.close')} onClick={() => props.onClose()}>
          <CloseIcon />
        </button>
      </header>
      <SearchField label={t('search.inConversation')} value={text()} onInput={setText} autofocus />
      <SearchFilters filter={filter()} onChange={setFilter} people={people()} />
      <div class="search-results">
        <MessageHits search={search} userId={props.userId} showsConversation={false} />
        <p class="search-status muted" role="status">
          {status()}
        </p>
      </div>
    </aside>
  );
}
