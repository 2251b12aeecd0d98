import type { User } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';

/** Stands in the place of the composer: one does not write to somebody one has blocked. */
export function BlockedNote(props: { readonly user: User }) {
  const client = useClient();
  const unblock = createTask('join', () => client.people.unblock(props.user.id));
  return (
    <div class="composer-note">
      <p>{t('composer.blocked', props.user.displayName)}</p>
      <button class="button secondary small" type="button" disabled={unblock.busy()} onClick={() => void unblock.run()}>
        {t('composer.unblock')}
      </button>
      <ErrorNote error={unblock.error()} />
    </div>
  );
}
