import { createEffect, createSignal, lazy, onCleanup, Show } from 'solid-js';
import { useClient } from '../app/context';
import { Page } from '../app/Page';
import { redirect, returnTo, route } from '../app/router';
import type { Panel } from '../app/routes';
import { paths } from '../app/routes';
import { Composer } from '../composer/Composer';
import { PinBar } from '../timeline/PinBar';
import { Timeline } from '../timeline/Timeline';
import { TypingLine } from '../timeline/TypingLine';
import { fromStore } from '../ui/from-store';
import { titleOf } from './conversation-text';
import { ConversationHeader } from './ConversationHeader';
import './conversation-screen.css';

const panels = {
  details: lazy(async () => ({ default: (await import('../details/DetailsPanel')).DetailsPanel })),
  pins: lazy(async () => ({ default: (await import('../timeline/PinsPanel')).PinsPanel })),
  search: lazy(async () => ({ default: (await import('../search/SearchPanel')).SearchPanel })),
} satisfies Record<Panel, unknown>;

interface Props {
  readonly id: string;
  readonly userId: string;
}

/** One conversation: who it is with, its messages, a place to write, and a panel beside them. */
export function ConversationScreen(props: Props) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  const connection = fromStore(() => client.connection);
  const conversation = fromStore(() => client.conversations.conversation(props.id));
  const openPanel = () => {
    const now = route();
    return now.page === 'conversation' && now.id === props.id ? now.panel : null;
  };
  /** What had the focus when the panel was opened. */
  const [opener, setOpener] = createSignal<HTMLElement | null>(null);
  const closePanel = () => {
    returnTo(paths.conversation(props.id));
    const button = opener();
    // Behind the panel's own going, on a phone from under it.
    requestAnimationFrame(() => button?.isConnected === true && button.focus());
  };
  // Left, removed from it, or an address that never was one.
  createEffect(() => {
    if (inbox().loaded && connection().status === 'online' && conversation() === null) redirect(paths.list);
  });
  // Receipts and roles begin with the members; afterwards they follow by themselves.
  createEffect(() => {
    const id = props.id;
    if (connection().status !== 'online' || conversation() === null || client.members.get().has(id)) return;
    client.groups.loadMembers(id).catch((error: unknown) => console.warn('No members, so no receipts of earlier messages.', error));
  });
  const noteOpener = (event: FocusEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest('.conversation') !== null) setOpener(target);
  };
  document.addEventListener('focusin', noteOpener);
  onCleanup(() => document.removeEventListener('focusin', noteOpener));
  return (
    <Show when={conversation()}>
      {(shown) => (
        <>
          <section class="conversation" aria-label={titleOf(shown())}>
            <ConversationHeader conversation={shown()} userId={props.userId} panel={openPanel()} onClosePanel={closePanel} />
            <PinBar conversation={shown()} />
            <Timeline conversation={shown()} userId={props.userId} />
            <TypingLine conversation={shown()} userId={props.userId} />
            <Composer conversationId={props.id} />
          </section>
          <Show when={openPanel()} keyed>
            {(panel) => {
              const Shown = panels[panel];
              return (
                <Page>
                  <Shown conversation={shown()} userId={props.userId} onClose={closePanel} />
                </Page>
              );
            }}
          </Show>
        </>
      )}
    </Show>
  );
}
