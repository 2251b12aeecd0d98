import { createEffect, lazy, Show } from 'solid-js';
import { useClient } from '../app/context';
import { Page } from '../app/Page';
import { navigate, redirect, returnTo, route } from '../app/router';
import { paths } from '../app/routes';
import { Composer } from '../composer/Composer';
import { t } from '../i18n';
import { Timeline } from '../timeline/Timeline';
import { Avatar } from '../ui/Avatar';
import { fromStore } from '../ui/from-store';
import { BackIcon, GroupIcon } from '../ui/icons';
import { titleOf } from './conversation-text';
import './conversations.css';

const DetailsPanel = lazy(async () => ({ default: (await import('../details/DetailsPanel')).DetailsPanel }));

interface Props {
  readonly id: string;
  readonly userId: string;
}

/** One conversation: who it is with, its messages, and a place to write. */
export function ConversationScreen(props: Props) {
  const client = useClient();
  const inbox = fromStore(() => client.conversations);
  const connection = fromStore(() => client.connection);
  const conversation = fromStore(() => client.conversations.conversation(props.id));
  const showsDetails = () => {
    const now = route();
    return now.page === 'conversation' && now.panel === 'details';
  };
  const closePanel = () => returnTo(paths.conversation(props.id));
  // Left, removed from it, or an address that never was one.
  createEffect(() => {
    if (inbox().loaded && connection().status === 'online' && conversation() === null) redirect(paths.list);
  });
  return (
    <Show when={conversation()}>
      {(shown) => (
        <>
          <section class="conversation" aria-label={titleOf(shown())}>
            <header class="conversation-header">
              <button
                class="icon-button back"
                type="button"
                aria-label="Back to conversations"
                onClick={() => returnTo(paths.list)}
              >
                <BackIcon />
              </button>
              <Avatar id={shown().peer?.id ?? shown().id} name={titleOf(shown())} group={shown().kind === 'group'} />
              <div class="conversation-heading">
                <h1 class="truncate">
                  <bdi>{titleOf(shown())}</bdi>
                </h1>
                <p class="muted truncate">
                  {shown().kind === 'group' ? memberCount(shown().memberCount) : `@${shown().peer?.username ?? ''}`}
                </p>
              </div>
              <button
                class="icon-button"
                type="button"
                aria-label={t('details.title')}
                title={t('details.title')}
                aria-expanded={showsDetails()}
                onClick={() => (showsDetails() ? closePanel() : navigate(paths.panel(props.id, 'details')))}
              >
                <GroupIcon />
              </button>
            </header>
            <Timeline conversation={shown()} userId={props.userId} />
            <Composer conversationId={props.id} />
          </section>
          <Show when={showsDetails()}>
            <Page>
              <DetailsPanel conversation={shown()} userId={props.userId} onClose={closePanel} />
            </Page>
          </Show>
        </>
      )}
    </Show>
  );
}

function memberCount(count: number): string {
  return count === 1 ? '1 member' : `${count} members`;
}
