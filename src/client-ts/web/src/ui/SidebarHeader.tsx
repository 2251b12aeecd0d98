import type { ParentProps } from 'solid-js';
import { Show } from 'solid-js';
import { returnTo } from '../app/router';
import { BackIcon } from './icons';

interface Props {
  readonly title: string;
  /** Where "back" leads, and what its button is called; none at the top. */
  readonly back?: { readonly to: string; readonly label: string };
}

/** The top of a page in the sidebar; its children are the controls at the end. */
export function SidebarHeader(props: ParentProps<Props>) {
  return (
    <header class="sidebar-header">
      <Show when={props.back}>
        {(back) => (
          <button class="icon-button" type="button" aria-label={back().label} onClick={() => returnTo(back().to)}>
            <BackIcon />
          </button>
        )}
      </Show>
      <h1>{props.title}</h1>
      {props.children}
    </header>
  );
}
