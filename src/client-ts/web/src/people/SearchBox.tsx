import { onMount } from 'solid-js';
import '../ui/controls.css';

interface Props {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autofocus?: boolean;
}

export function SearchBox(props: Props) {
  let input!: HTMLInputElement;
  onMount(() => props.autofocus === true && input.focus());
  return (
    <input
      ref={input}
      class="input"
      type="search"
      aria-label="Search people"
      placeholder="Search people"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      maxLength={100}
      value={props.value}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
