import type { Session } from '@orleanschat/sdk';
import type { JSX } from 'solid-js';
import { createSignal, For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { MonitorIcon } from '../ui/icons';
import { shortTime } from '../ui/time';
import { deviceOf } from './device';

/** Where the person is signed in; sessions that are not theirs, or not wanted any more, are ended here. */
export function SessionSettings() {
  const client = useClient();
  const [sessions, setSessions] = createSignal<readonly Session[] | null>(null);
  const [asking, setAsking] = createSignal<Session | 'all' | null>(null);
  const load = createTask('join', async () => setSessions(await client.account.sessions()));
  const end = createTask('queue', async (ended: readonly Session[]) => {
    for (const { id } of ended) {
      await client.account.revokeSession(id);
      setSessions((known) => known?.filter((session) => session.id !== id) ?? null);
    }
  });
  const others = () => sessions()?.filter(({ current }) => !current) ?? [];
  const confirm = () => {
    const wanted = asking();
    setAsking(null);
    if (wanted !== null) void end.run(wanted === 'all' ? others() : [wanted]);
  };
  onMount(() => void load.run());
  return (
    <>
      <ErrorNote error={load.error() ?? end.error()} />
      <Show when={sessions()} fallback={<p class="muted">{load.error() === null ? t('common.loading') : null}</p>}>
        <section>
          <p class="muted small">{t('settings.sessions.hint')}</p>
          <h2>{t('settings.sessions.current')}</h2>
          <ul class="session-list">
            <For each={sessions()?.filter(({ current }) => current)}>{(session) => <SessionLine session={session} />}</For>
          </ul>
        </section>
        <section>
          <h2>{t('settings.sessions.others')}</h2>
          <Show when={others().length > 0} fallback={<p class="muted">{t('settings.sessions.noOthers')}</p>}>
            <ul class="session-list" aria-label={t('settings.sessions.others')}>
              <For each={others()}>
                {(session) => (
                  <SessionLine session={session}>
                    <button class="button plain small" type="button" onClick={() => setAsking(session)}>
                      {t('settings.sessions.revoke')}
                    </button>
                  </SessionLine>
                )}
              </For>
            </ul>
            <button class="button plain danger-text" type="button" disabled={end.busy()} onClick={() => setAsking('all')}>
              {t('settings.sessions.revokeAll')}
            </button>
          </Show>
        </section>
      </Show>
      <Show when={asking()}>
        {(wanted) => (
          <ConfirmDialog
            title={t(`settings.sessions.${wanted() === 'all' ? 'revokeAllTitle' : 'revokeTitle'}`)}
            text={t(`settings.sessions.${wanted() === 'all' ? 'revokeAllText' : 'revokeText'}`)}
            action={t(`settings.sessions.${wanted() === 'all' ? 'revokeAll' : 'revoke'}`)}
            onConfirm={confirm}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </>
  );
}

function SessionLine(props: { readonly session: Session; readonly children?: JSX.Element }) {
  const name = () => {
    const { browser, system } = deviceOf(props.session.userAgent ?? '');
    if (browser !== null && system !== null) return t('settings.sessions.device', browser, system);
    return browser ?? system ?? t('settings.sessions.unknown');
  };
  return (
    <li class="session">
      <MonitorIcon />
      <span class="person-names">
        <span class="session-device" title={props.session.userAgent ?? undefined}>
          {name()}
        </span>
        <span class="muted">{t('settings.sessions.lastUsed', shortTime(props.session.lastUsedAt, new Date()))}</span>
        <span class="muted">{t('settings.sessions.since', shortTime(props.session.createdAt, new Date()))}</span>
      </span>
      {props.children}
    </li>
  );
}
