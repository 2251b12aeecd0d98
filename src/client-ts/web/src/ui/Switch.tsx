import { createUniqueId, Show } from 'solid-js';
import './controls.css';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  /** Until its promise is settled the switch shows what was asked for, then what is. */
  readonly onChange: (on: boolean) => unknown;
}

/** Something that is on or off at once. */
export function Switch(props: Props) {
  const id = createUniqueId();
  let asked = 0;
  const turn = async (input: HTMLInputElement) => {
    const own = ++asked;
    try {
      await props.onChange(input.checked);
    } finally {
      // The browser has turned it by itself; `on` does not change where it was refused.
      if (own === asked) input.checked = props.on;
    }
  };
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
        onChange={(event) => void turn(event.currentTarget)}
      />
    </label>
  );
}
