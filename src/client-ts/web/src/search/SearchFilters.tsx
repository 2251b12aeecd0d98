import type { User } from '@orleanschat/sdk';
import { createUniqueId, For, Show } from 'solid-js';
import { t } from '../i18n';
import { noFilter } from './message-query';
import type { MessageFilter } from './message-query';
import './search.css';

interface Props {
  readonly filter: MessageFilter;
  readonly onChange: (filter: MessageFilter) => void;
  /** Who may have written it. */
  readonly people: readonly User[];
}

/** Narrows a search to a sender and to days. */
export function SearchFilters(props: Props) {
  const id = createUniqueId();
  const isUsed = () => props.filter.senderId !== '' || props.filter.from !== '' || props.filter.until !== '';
  return (
    <details class="search-filters" open={isUsed()}>
      <summary>{t('search.filters')}</summary>
      <div class="search-filter-fields">
        <label for={`${id}-sender`}>{t('search.sender')}</label>
        <select
          id={`${id}-sender`}
          class="input"
          value={props.filter.senderId}
          onChange={(event) => props.onChange({ ...props.filter, senderId: event.currentTarget.value })}
        >
          <option value="">{t('search.anyone')}</option>
          <For each={props.people}>
            {(user) => (
              <option value={user.id} selected={user.id === props.filter.senderId}>
                {user.displayName}
              </option>
            )}
          </For>
        </select>
        <label for={`${id}-from`}>{t('search.after')}</label>
        <input
          id={`${id}-from`}
          class="input"
          type="date"
          value={props.filter.from}
          onChange={(event) => props.onChange({ ...props.filter, from: event.currentTarget.value })}
        />
        <label for={`${id}-until`}>{t('search.before')}</label>
        <input
          id={`${id}-until`}
          class="input"
          type="date"
          value={props.filter.until}
          onChange={(event) => props.onChange({ ...props.filter, until: event.currentTarget.value })}
        />
        <Show when={isUsed()}>
          <button class="button plain small" type="button" onClick={() => props.onChange(noFilter)}>
            {t('search.resetFilters')}
          </button>
        </Show>
      </div>
    </details>
  );
}
