import { Show } from 'solid-js';
import { t } from '../i18n';
import { DownIcon } from '../ui/icons';

/** Leads back to the newest messages; says how many are new. */
export function ToNewest(props: { readonly unreadCount: number; readonly onClick: () => void }) {
  const text = () => (props.unreadCount > 0 ? t('timeline.unreadCount', props.unreadCount) : t('timeline.newest'));
  return (
    <button class="to-newest" type="button" aria-label={text()} title={text()} onClick={() => props.onClick()}>
      <Show when={props.unreadCount > 0}>
        <span class="to-newest-count">{text()}</span>
      </Show>
      <DownIcon />
    </button>
  );
}
