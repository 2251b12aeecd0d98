import { t } from '../i18n';
import { errorText } from '../i18n/error-text';
import type { PeopleSearch } from './use-people-search';

/** Says what the search found, for screen readers too. */
export function SearchStatus(props: { readonly search: PeopleSearch }) {
  const text = () => {
    const error = props.search.error();
    if (error !== null) return errorText(error);
    const results = props.search.results();
    if (results === null) return props.search.query().trim() === '' ? t('people.typeName') : '';
    return results.length === 0 ? t('people.nobodyFound') : '';
  };
  return (
    <p class="search-status muted" role="status">
      {text()}
    </p>
  );
}
