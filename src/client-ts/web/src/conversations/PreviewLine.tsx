import { Show } from 'solid-js';
import { ImageIcon } from '../ui/icons';
import type { Preview } from './conversation-text';

interface Props {
  readonly preview: Preview;
  /** Who is typing, in place of it. */
  readonly typing: string | null;
}

/** Runs as its text does, so that the end is cut off and not the beginning. */
export function PreviewLine(props: Props) {
  return (
    <span class={`conversation-preview truncate ${props.preview.kind}`} dir="auto">
      <Show when={props.typing === null} fallback={<span class="typing">{props.typing}</span>}>
        <Show when={props.preview.lead}>
          {(lead) => (
            <span class="preview-lead">
              <bdi>{lead()}</bdi>:{' '}
            </span>
          )}
        </Show>
        <Show when={props.preview.kind === 'image'}>
          <ImageIcon />{' '}
        </Show>
        {props.preview.text}
      </Show>
    </span>
  );
}
