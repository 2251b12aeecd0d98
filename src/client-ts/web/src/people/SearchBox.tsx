import { onMount } from 'solid-js';
import { t } from '../i18n';
import '../ui/controls.css';

interface Props {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autofocus?: boolean;
}

/** Where a name is typed to find people. */
export function SearchBox(props: Props) {
  let input!: HTMLInputElement;
  onMount(() => props.autofocus === true && input.focus());
  return (
    <input
      ref={input}
      class="input"
      type="search"
      aria-label={t('people.search')}
      placeholder={t('people.search')}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      maxLength={100}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
