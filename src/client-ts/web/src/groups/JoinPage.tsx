import type { InvitePreview } from '@orleanschat/sdk';
import { createEffect, createSignal, Match, on, Show, Switch } from 'solid-js';
import { useClient } from '../app/context';
import { redirect } from '../app/router';
import { paths } from '../app/routes';
import { moment } from '../details/invite-text';
import { t } from '../i18n';
import { errorText } from '../i18n/error-text';
import { Avatar } from '../ui/Avatar';
import { createTask } from '../ui/create-task';
import { SidebarHeader } from '../ui/SidebarHeader';
import './groups.css';

/** Where an invite link leads: which group it is, and joining it. */
export function JoinPage(props: { readonly code: string }) {
  const client = useClient();
  const [preview, setPreview] = createSignal<InvitePreview | null>(null);
  const load = createTask('replace', async (replaced, code: string) => {
    const found = await client.groups.previewInvite(code);
    if (!replaced.aborted) setPreview(found);
  });
  const join = createTask('join', async () => redirect(paths.conversation((await client.groups.join(props.code)).id)));
  createEffect(
    on(
      () => props.code,
      (code) => {
        setPreview(null);
        void load.run(code);
      },
    ),
  );
  const problem = () => {
    const error = load.error() ?? join.error();
    if (error?.code === 'gone') return t('groups.join.gone');
    if (error?.code === 'not_found') return t('groups.join.unknown');
    return error === null ? null : errorText(error);
  };
  const isOver = () => ['gone', 'not_found'].includes((load.error() ?? join.error())?.code ?? '');
  return (
    <>
      <SidebarHeader title={t('groups.join.title')} back={{ to: paths.list, label: t('common.back') }} />
      <div class="join">
        <Show when={!isOver() && preview()}>
          {(shown) => (
            <>
              <Avatar id={shown().group.id} name={shown().group.name} group />
              <div>
                <h2>
                  <bdi>{shown().group.name}</bdi>
                </h2>
                <p class="muted">{t('groups.memberCount', shown().group.memberCount)}</p>
              </div>
              <p>{shown().isMember ? t('groups.join.member') : t('groups.join.words')}</p>
              <Show when={shown().isMember ? null : shown().expiresAt}>
                {(time) => <p class="muted small">{t('groups.join.expires', moment(time()))}</p>}
              </Show>
            </>
          )}
        </Show>
        <Show when={problem()}>
          {(text) => (
            <p class="alert" role="alert">
              {text()}
            </p>
          )}
        </Show>
        <Switch fallback={<p class="muted">{t('common.loading')}</p>}>
          <Match when={isOver()}>
            <button class="button secondary" type="button" onClick={() => redirect(paths.list)}>
              {t('groups.join.toList')}
            </button>
          </Match>
          <Match when={load.error()}>
            <button class="button secondary" type="button" onClick={() => void load.run(props.code)}>
              {t('common.tryAgain')}
            </button>
          </Match>
          <Match when={preview()}>
            {(shown) => (
              <Show
                when={shown().isMember}
                fallback={
                  <button class="button primary" type="button" disabled={join.busy()} onClick={() => void join.run()}>
                    {t('groups.join.action')}
                  </button>
                }
              >
                <button
                  class="button primary"
                  type="button"
                  onClick={() => redirect(paths.conversation(shown().group.id))}
                >
                  {t('groups.join.open')}
                </button>
              </Show>
            )}
          </Match>
        </Switch>
      </div>
    </>
  );
}
