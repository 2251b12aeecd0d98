import type { ParentProps } from 'solid-js';
import { onMount, Show } from 'solid-js';
import { focusIfLost } from '../app/focus-if-lost';
import { titlePage } from '../app/page-title';
import { returnTo } from '../app/router';
import { BackIcon } from './icons';

interface Props {
  readonly title: string;
  /** Where "back" leads, and what its button is called; none at the top. */
  readonly back?: { readonly to: string; readonly label: string };
}

/** The top of a page in the sidebar, which names the page; its children are the controls at the end. */
export function SidebarHeader(props: ParentProps<Props>) {
  let heading: HTMLHeadingElement | undefined;
  // At the top, the window is named after what is open beside it.
  titlePage(() => (props.back ? props.title : null));
  // The first page of all has nothing to take the focus over from.
  onMount(() => heading && props.back && focusIfLost(heading));
  return (
    <header class="sidebar-header">
      <Show when={props.back}>
        {(back) => (
          <button class="icon-button" type="button" aria-label={back().label} onClick={() => returnTo(back().to)}>
            <BackIcon />
          </button>
        )}
      </Show>
      <h1 ref={heading} tabindex={-1}>
        {props.title}
      </h1>
      {props.children}
    </header>
  );
}
