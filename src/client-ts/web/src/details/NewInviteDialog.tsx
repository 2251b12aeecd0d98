import type { Invite } from '@orleanschat/sdk';
import { createSignal, createUniqueId, For } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';

/** In milliseconds. */
const hour = 3_600_000;
const lifetimes = { never: null, hour, day: 24 * hour, week: 7 * 24 * hour } as const;
type Lifetime = keyof typeof lifetimes;
const numbers = [1, 5, 10, 25, 100] as const;

interface Props {
  readonly groupId: string;
  readonly onMade: (invite: Invite) => void;
  readonly onClose: () => void;
}

/** How many people a link lets in, and for how long. */
export function NewInviteDialog(props: Props) {
  const client = useClient();
  const id = createUniqueId();
  const [most, setMost] = createSignal<number | null>(null);
  const [lifetime, setLifetime] = createSignal<Lifetime>('week');
  const make = createTask('join', async () => {
    const time = lifetimes[lifetime()];
    const expiresAt = time === null ? null : new Date(Date.now() + time).toISOString();
    props.onMade(await client.groups.invite(props.groupId, { maxUses: most(), expiresAt }));
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void make.run();
  };
  return (
    <Dialog title={t('groups.invites.make')} onClose={props.onClose}>
      <form class="details-form" onSubmit={submit}>
        <p class="muted">{t('groups.invites.hint')}</p>
        <div class="field">
          <label for={`${id}-most`}>{t('groups.invites.whoMany')}</label>
          <select id={`${id}-most`} class="input" onChange={(event) => setMost(Number(event.currentTarget.value) || null)}>
            <option value="">{t('groups.invites.any')}</option>
            <For each={numbers}>{(number) => <option value={number}>{t('groups.invites.people', number)}</option>}</For>
          </select>
        </div>
        <div class="field">
          <label for={`${id}-lifetime`}>{t('groups.invites.validFor')}</label>
          <select
            id={`${id}-lifetime`}
            class="input"
            onChange={(event) => setLifetime(event.currentTarget.value as Lifetime)}
          >
            <For each={['hour', 'day', 'week', 'never'] as const}>
              {(name) => (
                <option value={name} selected={name === lifetime()}>
                  {t(`groups.invites.${name}`)}
                </option>
              )}
            </For>
          </select>
        </div>
        <ErrorNote error={make.error()} />
        <div class="dialog-actions">
          <button class="button secondary" type="button" onClick={() => props.onClose()}>
            {t('common.cancel')}
          </button>
          <button class="button primary" type="submit" disabled={make.busy()}>
            {t('groups.invites.make')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
