import { Show } from 'solid-js';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { SidebarHeader } from '../ui/SidebarHeader';
import { searchOf } from './search-text';
import { SearchField } from './SearchField';
import { SearchResults } from './SearchResults';

/** Search as a page of its own, for those who come by the keyboard or by a link. */
export function SearchPage(props: { readonly userId: string }) {
  const search = searchOf(props.userId);
  return (
    <>
      <SidebarHeader title={t('search.field')} back={{ to: paths.list, label: t('common.back') }} />
      <div class="list-search">
        <SearchField value={search.text()} onInput={search.setText} autofocus />
      </div>
      <Show
        when={search.text().trim() !== ''}
        fallback={<p class="search-prompt muted">{t('search.prompt')}</p>}
      >
        <SearchResults text={search.text()} userId={props.userId} />
      </Show>
    </>
  );
}
