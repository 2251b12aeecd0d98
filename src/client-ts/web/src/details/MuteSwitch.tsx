import type { Conversation } from '@orleanschat/sdk';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { createTask } from '../ui/create-task';
import { ErrorNote } from '../ui/ErrorNote';
import { Switch } from '../ui/Switch';

export function MuteSwitch(props: { readonly conversation: Conversation }) {
  const client = useClient();
  const mute = createTask('queue', (muted: boolean) => client.setMuted(props.conversation.id, muted));
  return (
    <>
      <Switch
        label={t('details.mute')}
        hint={t('details.muteHint')}
        on={props.conversation.muted}
        onChange={mute.run}
      />
      <ErrorNote error={mute.error()} />
    </>
  );
}
