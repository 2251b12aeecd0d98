import type { User } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { fieldErrorText } from '../i18n/error-text';
import { Username } from '../people/Username';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { Field } from '../ui/Field';
import { toast } from '../ui/toasts';
import { ProfilePicture } from './ProfilePicture';
import { useMe } from './use-me';

/** What others see of the person. */
export function ProfileSettings() {
  const me = useMe();
  return (
    <Show when={me()}>
      {(user) => (
        <>
          <ProfilePicture user={user()} />
          <Names user={user()} />
        </>
      )}
    </Show>
  );
}

function Names(props: { readonly user: User }) {
  const client = useClient();
  const [typed, setTyped] = createSignal<string | null>(null);
  const name = () => typed() ?? props.user.displayName;
  const save = createTask('join', async () => {
    await client.account.updateProfile({ displayName: name().trim() });
    setTyped(null);
    toast(t('settings.profile.saved'));
  });
  const problem = () => fieldErrorText(save.error(), 'displayName');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save.run();
  };
  return (
    <section>
      <form class="settings-form" onSubmit={submit}>
        <Field
          label={t('settings.profile.displayName')}
          hint={t('settings.profile.displayNameHint')}
          value={name()}
          onInput={setTyped}
          problem={problem()}
          autocomplete="name"
          required
        />
        <ErrorNote error={problem() === undefined ? save.error() : null} />
        <button
          class="button primary"
          type="submit"
          disabled={save.busy() || name().trim() === '' || name().trim() === props.user.displayName}
        >
          {t('common.save')}
        </button>
      </form>
      <div>
        <h2>{t('settings.profile.username')}</h2>
        <p>
          <Username name={props.user.username} />
        </p>
        <p class="muted small">{t('settings.profile.usernameHint')}</p>
      </div>
    </section>
  );
}
