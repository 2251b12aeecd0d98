import { initials } from './initials';
import './controls.css';

interface Props {
  /** Decides the colour. */
  readonly id: string;
  readonly name: string;
  readonly group?: boolean;
}

/** Initials on a colour of the person's own. */
export function Avatar(props: Props) {
  return (
    <span
      class="avatar"
      classList={{ group: props.group ?? false }}
      style={{ '--avatar-hue': hueOf(props.id) }}
      aria-hidden="true"
    >
      {initials(props.name)}
    </span>
  );
}

function hueOf(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash / 10;
}
