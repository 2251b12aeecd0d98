import type { ParentProps } from 'solid-js';
import { createUniqueId, onCleanup, onMount } from 'solid-js';
import './controls.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
}

/** A modal dialog for as long as it is rendered. The browser keeps the focus inside and gives it back. */
export function Dialog(props: ParentProps<Props>) {
  const titleId = createUniqueId();
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  // Closed while still in the page, so that the focus returns to where it was.
  onCleanup(() => dialog.close());
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={titleId}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === dialog && dialog.close()}
    >
      <div class="dialog-content">
        <h2 id={titleId}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}
