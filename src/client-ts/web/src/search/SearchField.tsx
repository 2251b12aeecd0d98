import { onMount, Show } from 'solid-js';
import { t } from '../i18n';
import { CloseIcon, SearchIcon } from '../ui/icons';
import '../ui/controls.css';
import './search.css';

interface Props {
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly label?: string;
  readonly autofocus?: boolean;
}

/** What is searched for; Escape empties it. */
export function SearchField(props: Props) {
  let input!: HTMLInputElement;
  onMount(() => props.autofocus === true && input.focus());
  const clear = () => {
    props.onInput('');
    input.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || props.value === '') return;
    event.preventDefault();
    event.stopPropagation();
    clear();
  };
  return (
    <div class="search-field" role="search">
      <SearchIcon />
      <input
        ref={input}
        class="input"
        type="search"
        aria-label={props.label ?? t('search.field')}
        placeholder={props.label ?? t('search.field')}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint="search"
        maxLength={200}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Show when={props.value !== ''}>
        <button class="icon-button" type="button" aria-label={t('search.clear')} onClick={clear}>
          <CloseIcon />
        </button>
      </Show>
    </div>
  );
}
