import type { PeopleSearch } from './use-people-search';

/** Says what the search found, for screen readers too. */
export function SearchStatus(props: { readonly search: PeopleSearch }) {
  const text = () => {
    const results = props.search.results();
    if (props.search.error() !== null) return props.search.error()?.detail;
    if (results === null) return 'Type a name to find people.';
    return results.length === 0 ? 'Nobody found.' : '';
  };
  return (
    <p class="search-status muted" role="status">
      {text()}
    </p>
  );
}
