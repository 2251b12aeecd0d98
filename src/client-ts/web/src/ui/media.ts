import type { Accessor } from 'solid-js';
import { createSignal, onCleanup } from 'solid-js';

/** Whether a media query holds now. */
export function createMedia(query: string): Accessor<boolean> {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const look = () => setMatches(media.matches);
  media.addEventListener('change', look);
  onCleanup(() => media.removeEventListener('change', look));
  return matches;
}
