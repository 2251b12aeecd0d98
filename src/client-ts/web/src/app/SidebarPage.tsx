import { lazy, Match, Switch } from 'solid-js';
import { ConversationList } from '../conversations/ConversationList';
import { Page } from './Page';
import { route } from './router';

// What is not needed to read and write comes when it is asked for.
const NewMessage = lazy(async () => ({ default: (await import('../people/NewMessage')).NewMessage }));
const NewGroup = lazy(async () => ({ default: (await import('../groups/NewGroup')).NewGroup }));
const ContactsPage = lazy(async () => ({ default: (await import('../people/ContactsPage')).ContactsPage }));
const SearchPage = lazy(async () => ({ default: (await import('../search/SearchPage')).SearchPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/SettingsPage')).SettingsPage }));
const ShortcutsPage = lazy(async () => ({ default: (await import('../help/ShortcutsPage')).ShortcutsPage }));
const JoinPage = lazy(async () => ({ default: (await import('../groups/JoinPage')).JoinPage }));

interface Props {
  readonly openId: string | null;
  readonly userId: string;
}

/** What the sidebar shows at present. */
export function SidebarPage(props: Props) {
  const on = <Name extends ReturnType<typeof route>['page']>(page: Name) => {
    const now = route();
    return now.page === page ? (now as Extract<ReturnType<typeof route>, { page: Name }>) : null;
  };
  return (
    <Page>
      <Switch fallback={<ConversationList openId={props.openId} userId={props.userId} />}>
        <Match when={on('newMessage')}>
          <NewMessage userId={props.userId} />
        </Match>
        <Match when={on('newGroup')}>
          <NewGroup userId={props.userId} />
        </Match>
        <Match when={on('contacts')}>
          <ContactsPage userId={props.userId} />
        </Match>
        <Match when={on('search')}>
          <SearchPage userId={props.userId} />
        </Match>
        <Match when={on('settings')}>{(settings) => <SettingsPage section={settings().section} />}</Match>
        <Match when={on('shortcuts')}>
          <ShortcutsPage />
        </Match>
        <Match when={on('join')}>{(join) => <JoinPage code={join().code} />}</Match>
      </Switch>
    </Page>
  );
}
