import { createUniqueId, For } from 'solid-js';

interface Choice<T> {
  readonly value: T;
  readonly label: string;
  /** The language of the label, where it is not the page's. */
  readonly lang?: string | undefined;
}

interface Props<T> {
  readonly title: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

/** One of a few, chosen at once. */
export function Choices<T>(props: Props<T>) {
  const name = createUniqueId();
  return (
    <fieldset class="choices">
      <legend>{props.title}</legend>
      <For each={props.choices}>
        {(choice) => (
          <label class="choice">
            <input
              type="radio"
              name={name}
              checked={props.chosen === choice.value}
              onChange={() => props.onChoose(choice.value)}
            />
            <span lang={choice.lang}>{choice.label}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
