import type { OutboxState } from '@orleanschat/sdk';
import { Match, Switch } from 'solid-js';
import { useClient } from '../app/context';
import { t } from '../i18n';
import { fromStore } from '../ui/from-store';
import { AlertIcon, CheckIcon, ClockIcon } from '../ui/icons';

/** How far the person's own message has come. */
export function DeliveryMark(props: { readonly state: OutboxState }) {
  const client = useClient();
  const connection = fromStore(() => client.connection);
  const text = () => {
    switch (props.state) {
      case 'queued':
      case 'sending':
        return connection().status === 'online' ? t('composer.sending') : t('composer.waiting');
      case 'sent':
        return t('composer.sent');
      case 'failed':
        return t('composer.notSent');
    }
  };
  return (
    <span class="delivery" title={text()}>
      <Switch fallback={<ClockIcon />}>
        <Match when={props.state === 'sent'}>
          <CheckIcon />
        </Match>
        <Match when={props.state === 'failed'}>
          <AlertIcon />
        </Match>
      </Switch>
      <span class="visually-hidden">{text()}</span>
    </span>
  );
}
