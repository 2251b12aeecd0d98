import type { Suggestion, User } from '@orleanschat/sdk';
import type { JSX } from 'solid-js';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onCleanup, Show } from 'solid-js';
import { useClient } from '../app/context';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
import { SidebarHeader } from '../ui/SidebarHeader';
import { groupContacts } from './contact-groups';
import { ContactRow } from './ContactRow';
import { presenceText } from './presence-text';
import { SearchBox } from './SearchBox';
import { SearchStatus } from './SearchStatus';
import { usePeopleSearch } from './use-people-search';
import './people.css';

/** The person's contacts and requests, whom they have blocked, and whom they may know. */
export function ContactsPage(props: { readonly userId: string }) {
  const client = useClient();
  const contacts = fromStore(() => client.contacts);
  const search = usePeopleSearch((user) => user.id === props.userId);
  return (
    <>
      <SidebarHeader title={t('people.contacts')} back={{ to: paths.list, label: t('common.back') }} />
      <div class="people-panel">
        <SearchBox value={search.query()} onInput={search.setQuery} />
        <Show when={search.query().trim() !== ''} fallback={<Sections />}>
          <SearchStatus search={search} />
          <ul class="people-list" aria-label={t('people.list')}>
            <For each={search.results() ?? []}>
              {(user) => <ContactRow user={user} status={contacts().get(user.id)?.status} />}
            </For>
          </ul>
        </Show>
      </div>
    </>
  );
}

function Sections() {
  const client = useClient();
  const contacts = fromStore(() => client.contacts);
  const presence = fromStore(() => client.presence);
  const groups = createMemo(() => groupContacts(contacts()));
  const [suggestions, setSuggestions] = createSignal<readonly Suggestion[]>([]);
  const load = createTask('replace', async (replaced) => {
    const found = await client.people.suggestions();
    if (!replaced.aborted) setSuggestions(found);
  });
  let isHere = true;
  onCleanup(() => (isHere = false));
  // Each new contact knows others.
  createEffect(on(() => groups().accepted.length, () => isHere && void load.run()));
  const strangers = () => suggestions().filter(({ user }) => !contacts().has(user.id));
  const here = (user: User) => presenceText(presence().get(user.id), new Date());
  return (
    <div class="people-sections">
      <Section title={t('people.requests')} isShown={groups().pendingIncoming.length + groups().pendingOutgoing.length > 0}>
        <For each={groups().pendingIncoming}>
          {({ user, status }) => <ContactRow user={user} status={status} note={t('people.incoming')} />}
        </For>
        <For each={groups().pendingOutgoing}>
          {({ user, status }) => <ContactRow user={user} status={status} note={t('people.outgoing')} />}
        </For>
      </Section>
      <Section title={t('people.contacts')} isShown={groups().accepted.length > 0}>
        <For each={groups().accepted}>
          {({ user, status }) => <ContactRow user={user} status={status} note={here(user)} />}
        </For>
      </Section>
      <Show when={groups().accepted.length === 0}>
        <p class="muted">{t('people.noContacts')}</p>
      </Show>
      <ErrorNote error={load.error()} />
      <Section title={t('people.suggestions')} isShown={strangers().length > 0}>
        <For each={strangers()}>
          {({ user, mutualCount }) => <ContactRow user={user} status={undefined} note={t('people.mutual', mutualCount)} />}
        </For>
      </Section>
      <Section title={t('people.blocked')} isShown={groups().blocked.length > 0}>
        <For each={groups().blocked}>{({ user, status }) => <ContactRow user={user} status={status} />}</For>
      </Section>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly isShown: boolean;
  readonly children: JSX.Element;
}

function Section(props: SectionProps) {
  const id = createUniqueId();
  return (
    <Show when={props.isShown}>
      <section aria-labelledby={id}>
        <h2 id={id} class="section-title">
          {props.title}
        </h2>
        <ul class="contacts" aria-labelledby={id}>
          {props.children}
        </ul>
      </section>
    </Show>
  );
}
