import type { ParentProps } from 'solid-js';
import { Show } from 'solid-js';

export function ResultSection(props: ParentProps<{ readonly title: string; readonly isShown: boolean }>) {
  return (
    <Show when={props.isShown}>
      <section>
        <h2 class="section-title">{props.title}</h2>
        {props.children}
      </section>
    </Show>
  );
}
