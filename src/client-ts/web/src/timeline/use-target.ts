import type { Accessor } from 'solid-js';
import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js';
import { useClient } from '../app/context';
import { route } from '../app/router';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { fromStore } from '../ui/from-store';
import { toast } from '../ui/toasts';
import { loadRichText } from './rich-text-loader';

/** How long a message that was jumped to stands out (milliseconds). */
const shine = 2_500;

interface Options {
  readonly conversationId: string;
  /** Where the row of a message is; -1 when it is not loaded. */
  readonly indexOf: (seq: number) => number;
  readonly scrollTo: (index: number) => void;
}

export interface Target {
  /** The seq that the page's address names and that is still to be shown. */
  readonly pending: Accessor<number | null>;
  /** The seq that stands out. */
  readonly highlighted: Accessor<number | null>;
  /** The person wants to be elsewhere. @returns whether something was still to be shown. */
  readonly giveUp: () => boolean;
}

/** Shows the message that the address names: loads around it where it is not held, scrolls there and lets it stand out. */
export function createTarget({ conversationId, indexOf, scrollTo }: Options): Target {
  const client = useClient();
  const connection = fromStore(() => client.connection);
  const [pending, setPending] = createSignal<number | null>(null);
  const [highlighted, setHighlighted] = createSignal<number | null>(null);
  const load = createTask('replace', (_replaced, seq: number) => client.loadAround(conversationId, seq));
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  const arrive = (seq: number, index: number) => {
    setPending(null);
    setHighlighted(null);
    setHighlighted(seq);
    scrollTo(index);
    clearTimeout(timer);
    timer = setTimeout(() => setHighlighted(null), shine);
  };
  const giveUp = () => {
    const wasPending = untrack(pending) !== null;
    setPending(null);
    return wasPending;
  };
  const show = async (seq: number) => {
    const isHere = () => indexOf(seq) >= 0;
    if (!isHere() && !(await load.run(seq)) && connection().status !== 'online') return;
    // It may be held back until then.
    if (!isHere()) await loadRichText();
    if (pending() !== seq) return;
    if (isHere()) return arrive(seq, indexOf(seq));
    setPending(null);
    toast(t('timeline.notShown'));
  };
  createEffect(
    on(route, (now) => {
      if (now.page === 'conversation' && now.id === conversationId && now.seq !== null) setPending(now.seq);
    }),
  );
  // Also when the connection comes back.
  createEffect(() => {
    const seq = pending();
    connection();
    if (seq !== null) untrack(() => void show(seq));
  });
  return { pending, highlighted, giveUp };
}
