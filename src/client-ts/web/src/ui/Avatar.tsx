import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { initials } from './initials';
import './controls.css';

interface Props {
  /** Decides the colour. */
  readonly id: string;
  readonly name: string;
  readonly group?: boolean;
  /** Signed and short-lived; where it leads nowhere the initials stand. */
  readonly url?: string | null | undefined;
  readonly online?: boolean;
}

/** A person's picture, or initials on a colour of their own; a dot when they are here. */
export function Avatar(props: Props) {
  const client = useClient();
  const [brokenUrl, setBrokenUrl] = createSignal<string | null>(null);
  const url = () => (props.url && props.url !== brokenUrl() ? props.url : null);
  return (
    <span class="avatar" classList={{ group: props.group ?? false }} style={{ '--avatar-hue': hueOf(props.id) }}>
      <span aria-hidden="true">{initials(props.name)}</span>
      <Show when={url()}>
        {(shown) => (
          <img src={client.pictures.address(shown())} alt="" loading="lazy" onError={() => setBrokenUrl(shown())} />
        )}
      </Show>
      <Show when={props.online}>
        <span class="presence-dot" role="img" aria-label={t('time.online')} />
      </Show>
    </span>
  );
}

function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}
