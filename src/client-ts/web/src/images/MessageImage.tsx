import type { Image } from '@orleanschat/sdk';
import { createMemo, createSignal, on, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { AlertIcon } from '../ui/icons';
import { attempt } from '../timeline/react-to';
import { fitImage } from './fit-image';
import './images.css';

/** An image in a message: a box of its size at once, then the small picture; a click opens it whole. */
export function MessageImage(props: { readonly image: Image; readonly sender: string }) {
  const client = useClient();
  const image = createMemo(() => props.image);
  const [fresh, setFresh] = createSignal<string | null>(null);
  const [state, setState] = createSignal<'loading' | 'shown' | 'failed'>('loading');
  /** Links from the cache may have expired: then there is a new one, asked for once. */
  let hasAsked = false;
  createMemo(
    on(
      () => props.image.url,
      () => {
        hasAsked = false;
        setFresh(null);
      },
    ),
  );
  const address = () => fresh() ?? client.pictures.address(image().thumbnailUrl ?? image().url);
  const size = () => fitImage(image());
  const renew = async () => {
    if (hasAsked) return void setState('failed');
    hasAsked = true;
    try {
      setFresh(await client.pictures.freshAddress(image().id));
    } catch (error) {
      console.warn('An image has no new link.', error);
      setState('failed');
    }
  };
  const open = (event: MouseEvent) => {
    event.stopPropagation();
    const opener = event.currentTarget as HTMLElement;
    void attempt(async () => {
      const { openViewer } = await import('./viewer');
      const url = await client.pictures.freshAddress(image().id);
      openViewer({ ...image(), url }, opener, t('images.alt', props.sender));
    });
  };
  return (
    <button
      class="message-image"
      classList={{ shown: state() === 'shown' }}
      type="button"
      aria-label={t('images.alt', props.sender)}
      title={t('images.open')}
      style={{ '--width': `${size().width}px`, '--ratio': `${size().width} / ${size().height}` }}
      onClick={open}
    >
      <Show
        when={state() !== 'failed'}
        fallback={
          <span class="image-failed">
            <AlertIcon />
            {t('images.failed')}
          </span>
        }
      >
        <img
          src={address()}
          alt=""
          width={size().width}
          height={size().height}
          decoding="async"
          onLoad={() => setState('shown')}
          onError={() => void renew()}
        />
      </Show>
    </button>
  );
}
