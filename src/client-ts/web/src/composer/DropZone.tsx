import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../i18n';
import { ImageIcon } from '../ui/icons';
import { attach } from './attachments';

/** Files dropped anywhere on the conversation go with the next message. */
export function DropZone(props: { readonly conversationId: string }) {
  const [isOver, setIsOver] = createSignal(false);
  let mark!: HTMLDivElement;
  onMount(() => {
    const zone = mark.closest<HTMLElement>('.conversation');
    if (zone === null) return;
    // Entering a child comes before leaving its parent.
    let depth = 0;
    const count = (change: number) => {
      depth = Math.max(0, depth + change);
      setIsOver(depth > 0);
    };
    const listeners: Partial<Record<'dragenter' | 'dragover' | 'dragleave' | 'drop', (event: DragEvent) => void>> = {
      dragenter: () => count(1),
      dragover: (event) => event.preventDefault(),
      dragleave: () => count(-1),
      drop: (event) => {
        event.preventDefault();
        count(-depth);
        void attach(props.conversationId, [...(event.dataTransfer?.files ?? [])]);
      },
    };
    // A file dropped beside the conversation would take the page's place.
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'none';
    };
    for (const name of ['dragover', 'drop'] as const) {
      document.addEventListener(name, refuse);
      onCleanup(() => document.removeEventListener(name, refuse));
    }
    for (const [name, listener] of Object.entries(listeners)) {
      const handle = (event: Event) => {
        if ((event as DragEvent).dataTransfer?.types.includes('Files')) listener(event as DragEvent);
      };
      zone.addEventListener(name, handle);
      onCleanup(() => zone.removeEventListener(name, handle));
    }
  });
  return (
    <div ref={mark} class="drop-zone" classList={{ over: isOver() }}>
      <Show when={isOver()}>
        <p class="drop-words">
          <ImageIcon />
          {t('composer.dropHere')}
        </p>
      </Show>
    </div>
  );
}
