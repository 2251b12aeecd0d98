import type { User } from '@orleanschat/sdk';
import { createSignal, Show } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { Avatar } from '../ui/Avatar';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { squarePicture } from './square-picture';

/** The person's picture: a square cut from the middle of what they choose. */
export function ProfilePicture(props: { readonly user: User }) {
  const client = useClient();
  const [isUnreadable, setIsUnreadable] = createSignal(false);
  let input!: HTMLInputElement;
  const upload = createTask('queue', async (file: File) => {
    const picture = await squarePicture(file);
    setIsUnreadable(picture === null);
    if (picture !== null) await client.account.setAvatar((await client.pictures.upload(picture)).id);
  });
  const remove = createTask('join', () => client.account.setAvatar(null));
  const busy = () => upload.busy() || remove.busy();
  const choose = () => {
    const file = input.files?.[0];
    // The same file may be chosen again.
    input.value = '';
    if (file !== undefined) void upload.run(file);
  };
  return (
    <section>
      <div class="profile-picture">
        <Avatar id={props.user.id} name={props.user.displayName} url={props.user.avatarUrl} />
        <div class="profile-picture-actions">
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/gif,image/webp"
            aria-label={t('settings.profile.picture')}
            hidden
            onChange={choose}
          />
          <button class="button secondary" type="button" disabled={busy()} onClick={() => input.click()}>
            {upload.busy() ? t('settings.profile.uploading') : t('settings.profile.choose')}
          </button>
          <Show when={props.user.avatarUrl !== null}>
            <button class="button plain" type="button" disabled={busy()} onClick={() => void remove.run()}>
              {t('settings.profile.removePicture')}
            </button>
          </Show>
        </div>
      </div>
      <ErrorNote error={upload.error() ?? remove.error()} />
      <Show when={isUnreadable()}>
        <p class="alert" role="alert">
          {t('settings.profile.noPicture')}
        </p>
      </Show>
    </section>
  );
}
