import type { OutboxEntry } from '@orleanschat/sdk';
import { createMemo, onCleanup, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { CloseIcon } from '../ui/icons';
import { fitted } from './image-rules';
import './pending-image.css';

/** Pixels of the box into which an image is fitted. */
const boxSide = 320;

/** The image of a message on its way, from this device, in a box of its size; how far its upload is, and a way to stop it. */
export function PendingImage(props: { readonly entry: OutboxEntry }) {
  const client = useClient();
  const image = createMemo(() => props.entry.image);
  const blob = createMemo(() => image()?.blob);
  const url = createMemo(() => {
    const now = blob();
    if (now === undefined) return undefined;
    const made = URL.createObjectURL(now);
    onCleanup(() => URL.revokeObjectURL(made));
    return made;
  });
  const size = () => fitted(image() ?? { width: boxSide, height: boxSide }, boxSide);
  const isWaiting = () => props.entry.state === 'queued' || props.entry.state === 'sending';
  const percent = () => Math.round((props.entry.progress ?? 0) * 100);
  return (
    <div class="pending-image" style={{ '--width': `${size().width}px`, '--ratio': `${size().width} / ${size().height}` }}>
      <img src={url()} alt={image()?.fileName ?? t('composer.image')} width={size().width} height={size().height} />
      <Show when={isWaiting()}>
        <button
          class="icon-button cancel-upload"
          type="button"
          aria-label={t('composer.cancelUpload')}
          title={t('composer.cancelUpload')}
          onClick={(event) => {
            event.stopPropagation();
            event.currentTarget.closest<HTMLElement>('[role=log]')?.focus();
            void client.discard(props.entry.clientMessageId);
          }}
        >
          <CloseIcon />
        </button>
      </Show>
      <Show when={props.entry.progress !== null}>
        <div
          class="upload-progress"
          role="progressbar"
          aria-label={t('composer.uploading')}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow={percent()}
          style={{ '--progress': `${percent()}%` }}
        />
      </Show>
    </div>
  );
}
