import type { JSX } from 'solid-js';
import { createUniqueId, Show } from 'solid-js';
import './controls.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly type?: 'text' | 'password';
  readonly autocomplete?: JSX.HTMLAutocomplete;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly autofocus?: boolean;
  /** A button inside the field, at its end. */
  readonly button?: JSX.Element;
}

/** A labelled text field that says what is wrong with it. */
export function Field(props: Props) {
  const id = createUniqueId();
  const noteId = `${id}-note`;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="input-with-button">
        <input
          id={id}
          class="input"
          type={props.type ?? 'text'}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize="none"
          spellcheck={false}
          required={props.required ?? false}
          maxLength={props.maxLength ?? 128}
          autofocus={props.autofocus ?? false}
          aria-invalid={props.problem !== undefined}
          aria-describedby={props.problem !== undefined || props.hint !== undefined ? noteId : undefined}
        />
        {props.button}
      </div>
      <Show when={props.problem ?? props.hint}>
        {(note) => (
          <span id={noteId} class={props.problem === undefined ? 'hint' : 'problem'}>
            {note()}
          </span>
        )}
      </Show>
    </div>
  );
}
