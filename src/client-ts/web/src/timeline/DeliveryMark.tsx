import type { OutboxState } from '@orleanschat/sdk';
import { Match, Switch } from 'solid-js';
import { AlertIcon, CheckIcon, ClockIcon } from '../ui/icons';

/** How far the person's own message has come. */
export function DeliveryMark(props: { readonly state: OutboxState }) {
  const text = () => {
    switch (props.state) {
      case 'queued':
      case 'sending':
        return 'Sending';
      case 'sent':
        return 'Sent';
      case 'failed':
        return 'Not sent';
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
