import { Show } from 'solid-js';
import { ImageIcon } from '../ui/icons';
import type { Preview } from './conversation-text';

interface Props {
  readonly preview: Preview;
  /** Who is typing, in place of it. */
  readonly typing: string | null;
}

export function PreviewLine(props: Props) {
  return (
    <span class={`conversation-preview truncate ${props.preview.kind}`}>
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
        <bdi>{props.preview.text}</bdi>
      </Show>
    </span>
  );
}
