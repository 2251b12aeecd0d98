import { Dynamic } from 'solid-js/web';
import { t } from '../i18n';
import { AlertIcon, CheckIcon, ClockIcon, DoubleCheckIcon } from '../ui/icons';
import type { Outgoing } from './outgoing';

const icons = { sending: ClockIcon, failed: AlertIcon, sent: CheckIcon, read: DoubleCheckIcon };

export function OutgoingMark(props: { readonly state: Outgoing }) {
  const text = () => t(`conversations.outgoing.${props.state}`);
  return (
    <span class={`outgoing-mark ${props.state}`} title={text()}>
      <Dynamic component={icons[props.state]} />
      <span class="visually-hidden">{text()}</span>
    </span>
  );
}
