import type { Conversation } from '@orleanschat/sdk';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { AddMembersDialog } from '../groups/AddMembersDialog';
import { locale, t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { fromStore } from '../ui/from-store';
import { PersonAddIcon } from '../ui/icons';
import { inOrder, mayManage, membersNamed } from './member-rules';
import { MemberRow } from './MemberRow';

/** More members than this are searched, not looked through. */
const manyMembers = 20;
/** As many are drawn at first. */
const pageSize = 100;

interface Props {
  readonly group: Conversation;
  readonly userId: string;
}

export function MemberList(props: Props) {
  const client = useClient();
  const all = fromStore(() => client.members);
  const [letters, setLetters] = createSignal('');
  const [showsAll, setShowsAll] = createSignal(false);
  const [isAdding, setIsAdding] = createSignal(false);
  const load = createTask('join', () => client.groups.loadMembers(props.group.id));
  const act = createTask('queue', (work: () => Promise<unknown>) => work());
  const members = createMemo(() => inOrder(all().get(props.group.id) ?? [], locale()));
  const found = createMemo(() => membersNamed(members(), letters()));
  const shown = createMemo(() => (showsAll() ? found() : found().slice(0, pageSize)));
  // By id, so that a row and its open menu stay while its member changes.
  const ids = createMemo(() => shown().map(({ user }) => user.id));
  const byId = createMemo(() => new Map(shown().map((member) => [member.user.id, member])));
  onMount(() => void load.run());
  return (
    <section class="details-section" aria-label={t('groups.members')}>
      <div class="details-section-title">
        <h3>{t('groups.members')}</h3>
        <Show when={mayManage(props.group.role)}>
          <button class="button plain small" type="button" onClick={() => setIsAdding(true)}>
            <PersonAddIcon /> {t('groups.add.action')}
          </button>
        </Show>
      </div>
      <ErrorNote error={load.error() ?? act.error()} />
      <Show when={members().length > manyMembers}>
        <input
          class="input"
          type="search"
          aria-label={t('groups.searchMembers')}
          placeholder={t('groups.searchMembers')}
          autocomplete="off"
          value={letters()}
          onInput={(event) => setLetters(event.currentTarget.value)}
        />
      </Show>
      <p class="search-status muted" role="status">
        {load.busy() && members().length === 0 ? t('common.loading') : ''}
        {members().length > 0 && found().length === 0 ? t('groups.noMemberFound') : ''}
      </p>
      <ul class="members" aria-label={t('groups.members')}>
        <For each={ids()}>
          {(id) => (
            <Show when={byId().get(id)}>
              {(member) => (
                <MemberRow group={props.group} member={member()} userId={props.userId} act={(work) => void act.run(work)} />
              )}
            </Show>
          )}
        </For>
      </ul>
      <Show when={found().length > shown().length}>
        <button class="button secondary" type="button" onClick={() => setShowsAll(true)}>
          {t('groups.showAll', found().length)}
        </button>
      </Show>
      <Show when={isAdding()}>
        <AddMembersDialog groupId={props.group.id} members={members()} onClose={() => setIsAdding(false)} />
      </Show>
    </section>
  );
}
