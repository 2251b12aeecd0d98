import type { Conversation } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { fieldErrorText } from '../i18n/error-text';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { Field } from '../ui/Field';
import { EditIcon } from '../ui/icons';
import { onEscape } from '../ui/on-escape';
import { mayManage } from './member-rules';

/** The group's name; admins and the owner can change it in place. */
export function GroupName(props: { readonly group: Conversation }) {
  const client = useClient();
  const [name, setName] = createSignal<string | null>(null);
  const [button, setButton] = createSignal<HTMLButtonElement>();
  const close = () => {
    setName(null);
    button()?.focus();
  };
  const rename = createTask('join', async () => {
    const wanted = (name() ?? '').trim();
    if (wanted !== props.group.name) await client.groups.rename(props.group.id, wanted);
    close();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void rename.run();
  };
  return (
    <Show
      when={name() !== null}
      fallback={
        <div class="details-name">
          <h3>
            <bdi>{props.group.name}</bdi>
          </h3>
          <Show when={mayManage(props.group.role)}>
            <button
              ref={setButton}
              class="icon-button"
              type="button"
              aria-label={t('groups.rename')}
              title={t('groups.rename')}
              onClick={() => setName(props.group.name ?? '')}
            >
              <EditIcon />
            </button>
          </Show>
        </div>
      }
    >
      <form class="details-form" onSubmit={submit} onKeyDown={onEscape(close)}>
        <FocusedField
          value={name() ?? ''}
          onInput={setName}
          problem={fieldErrorText(rename.error(), 'name')}
        />
        <ErrorNote error={rename.error()?.fields['name'] === undefined ? rename.error() : null} />
        <div class="dialog-actions">
          <button class="button secondary" type="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button class="button primary" type="submit" disabled={rename.busy() || name()?.trim() === ''}>
            {t('common.save')}
          </button>
        </div>
      </form>
    </Show>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly problem: string | undefined;
}

function FocusedField(props: FieldProps) {
  let box!: HTMLDivElement;
  queueMicrotask(() => box.querySelector('input')?.select());
  return (
    <div ref={box}>
      <Field label={t('groups.name')} {...props} maxLength={100} required />
    </div>
  );
}
