import type { Invite } from '@orleanschat/sdk';
import { createSignal, For, onMount, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { copy } from '../ui/copy';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { CopyIcon, LinkIcon, TrashIcon } from '../ui/icons';
import { inviteEnd, inviteLink, inviteText } from './invite-text';
import { NewInviteDialog } from './NewInviteDialog';

/** The links by which people join: made, looked after and withdrawn by admins and the owner. */
export function InviteLinks(props: { readonly groupId: string }) {
  const client = useClient();
  const [invites, setInvites] = createSignal<readonly Invite[] | null>(null);
  const [isMaking, setIsMaking] = createSignal(false);
  const [withdrawing, setWithdrawing] = createSignal<string | null>(null);
  const load = createTask('join', async () => setInvites(await client.groups.invites(props.groupId)));
  const withdraw = createTask('queue', async (code: string) => {
    await client.groups.withdrawInvite(props.groupId, code);
    setInvites((known) => known?.filter((invite) => invite.code !== code) ?? null);
  });
  const link = (invite: Invite) => inviteLink(location.origin, invite.code);
  const copyLink = (invite: Invite) => void copy(link(invite), t('groups.invites.copied'), t('groups.invites.copyFailed'));
  const made = (invite: Invite) => {
    setIsMaking(false);
    setInvites((known) => [invite, ...(known ?? [])]);
  };
  onMount(() => void load.run());
  return (
    <section class="details-section" aria-label={t('groups.invites.title')}>
      <div class="details-section-title">
        <h3>{t('groups.invites.title')}</h3>
        <button class="button plain small" type="button" onClick={() => setIsMaking(true)}>
          <LinkIcon /> {t('groups.invites.make')}
        </button>
      </div>
      <ErrorNote error={load.error() ?? withdraw.error()} />
      <Show when={invites()?.length === 0}>
        <p class="muted small">{t('groups.invites.none')}</p>
      </Show>
      <ul class="invites" aria-label={t('groups.invites.title')}>
        <For each={invites() ?? []}>
          {(invite) => (
            <li class="invite" classList={{ ended: inviteEnd(invite, new Date()) !== null }}>
              <span class="person-names">
                <bdi class="invite-link truncate" dir="ltr" title={link(invite)}>
                  {link(invite)}
                </bdi>
                <span class="muted">{inviteText(invite, new Date())}</span>
              </span>
              <button
                class="icon-button"
                type="button"
                aria-label={t('groups.invites.copy')}
                title={t('groups.invites.copy')}
                onClick={() => copyLink(invite)}
              >
                <CopyIcon />
              </button>
              <button
                class="icon-button"
                type="button"
                aria-label={t('groups.invites.withdraw')}
                title={t('groups.invites.withdraw')}
                onClick={() => setWithdrawing(invite.code)}
              >
                <TrashIcon />
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={isMaking()}>
        <NewInviteDialog groupId={props.groupId} onMade={made} onClose={() => setIsMaking(false)} />
      </Show>
      <Show when={withdrawing()}>
        {(code) => (
          <ConfirmDialog
            title={t('groups.invites.withdrawTitle')}
            text={t('groups.invites.withdrawText')}
            action={t('groups.invites.withdraw')}
            onConfirm={() => {
              const wanted = code();
              setWithdrawing(null);
              void withdraw.run(wanted);
            }}
            onClose={() => setWithdrawing(null)}
          />
        )}
      </Show>
    </section>
  );
}
