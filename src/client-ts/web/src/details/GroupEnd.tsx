import type { Conversation } from '@orleanschat/sdk';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { useClient } from '../app/context';
import { redirect } from '../app/router';
import { paths } from '../app/routes';
import { t } from '../i18n';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { createTask } from '../ui/create-task';
import { Dialog } from '../ui/Dialog';
import { ErrorNote } from '../ui/ErrorNote';
import { Field } from '../ui/Field';
import { LeaveIcon, TrashIcon } from '../ui/icons';
import { wayOut } from './member-rules';

/** The ways out of a group: leaving, and for its owner the end of it. */
export function GroupEnd(props: { readonly group: Conversation }) {
  const client = useClient();
  const [asking, setAsking] = createSignal<'leave' | 'delete' | null>(null);
  const way = () => wayOut(props.group.role, props.group.memberCount);
  const leave = createTask('join', async () => {
    await client.groups.leave(props.group.id);
    redirect(paths.list);
  });
  const remove = createTask('join', async () => {
    await client.groups.delete(props.group.id);
    redirect(paths.list);
  });
  const close = () => setAsking(null);
  return (
    <section class="details-section">
      <ErrorNote error={leave.error() ?? remove.error()} />
      <Show when={way() === 'handOverFirst'}>
        <p class="muted small">{t('groups.leave.first')}</p>
      </Show>
      <div class="details-actions">
        <Show when={way() !== 'handOverFirst'}>
          <button class="button plain danger-text" type="button" onClick={() => setAsking('leave')}>
            <LeaveIcon /> {t('groups.leave.action')}
          </button>
        </Show>
        <Show when={props.group.role === 'owner'}>
          <button class="button plain danger-text" type="button" onClick={() => setAsking('delete')}>
            <TrashIcon /> {t('groups.delete.action')}
          </button>
        </Show>
      </div>
      <Switch>
        <Match when={asking() === 'leave'}>
          <ConfirmDialog
            title={t('groups.leave.title')}
            text={way() === 'last' ? t('groups.leave.last') : t('groups.leave.text')}
            action={t('groups.leave.confirm')}
            onConfirm={() => {
              close();
              void leave.run();
            }}
            onClose={close}
          />
        </Match>
        <Match when={asking() === 'delete'}>
          <DeleteDialog
            name={props.group.name ?? ''}
            onConfirm={() => {
              close();
              void remove.run();
            }}
            onClose={close}
          />
        </Match>
      </Switch>
    </section>
  );
}

interface DialogProps {
  readonly name: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** What cannot be undone for others takes more than one click. */
function DeleteDialog(props: DialogProps) {
  const [typed, setTyped] = createSignal('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed().trim() === props.name.trim()) props.onConfirm();
  };
  return (
    <Dialog title={t('groups.delete.title')} onClose={props.onClose}>
      <form class="details-form" onSubmit={submit}>
        <p>
          <bdi>
            <strong>{props.name}</strong>
          </bdi>
        </p>
        <p>{t('groups.delete.text')}</p>
        <Field label={t('groups.delete.name')} value={typed()} onInput={setTyped} maxLength={200} />
        <div class="dialog-actions">
          <button class="button secondary" type="button" onClick={() => props.onClose()}>
            {t('common.cancel')}
          </button>
          <button class="button danger" type="submit" disabled={typed().trim() !== props.name.trim()}>
            {t('groups.delete.confirm')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
