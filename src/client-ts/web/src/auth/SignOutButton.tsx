import type { ParentProps } from 'solid-js';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { fromStore } from '../ui/from-store';

interface Props {
  readonly class: string;
  /** Its name, where it shows no words. */
  readonly label?: string;
}

/** Signs out; asks first when messages would wait for the next time. */
export function SignOutButton(props: ParentProps<Props>) {
  const client = useClient();
  const outbox = fromStore(() => client.outbox);
  const [isAsking, setIsAsking] = createSignal(false);
  const unsent = () => outbox().filter(({ state }) => state !== 'sent').length;
  return (
    <>
      <button
        class={props.class}
        type="button"
        aria-label={props.label}
        title={props.label}
        onClick={() => (unsent() > 0 ? setIsAsking(true) : void client.signOut())}
      >
        {props.children}
      </button>
      <Show when={isAsking()}>
        <ConfirmDialog
          title={t('auth.signOutTitle')}
          text={t('auth.unsent', unsent())}
          action={t('auth.signOut')}
          onConfirm={() => void client.signOut()}
          onClose={() => setIsAsking(false)}
        />
      </Show>
    </>
  );
}
