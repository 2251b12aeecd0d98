import { createUniqueId, Show } from 'solid-js';
import './controls.css';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Something that is on or off at once. */
export function Switch(props: Props) {
  const id = createUniqueId();
  return (
    <label class="switch-row">
      <span class="switch-words">
        <span id={id}>{props.label}</span>
        <Show when={props.hint}>
          <span id={`${id}-hint`} class="muted small">
            {props.hint}
          </span>
        </Show>
      </span>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        aria-labelledby={id}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        checked={props.on}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
