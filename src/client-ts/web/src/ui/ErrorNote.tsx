import type { ApiError } from '@orleanschat/sdk';
import { Show } from 'solid-js';
import { errorText } from '../i18n/error-text';
import './controls.css';

/** What went wrong, read out at once; nothing when nothing did. */
export function ErrorNote(props: { readonly error: ApiError | null | undefined }) {
  return (
    <Show when={props.error}>
      {(error) => (
        <p class="alert" role="alert">
          {errorText(error())}
        </p>
      )}
    </Show>
  );
}
