import { For, Show } from 'solid-js';
import { t } from '../i18n';
import { CloseIcon } from './icons';
import { dismissToast, toasts } from './toasts';

export function Toasts() {
  return (
    <div class="toasts" role="status">
      <For each={toasts()}>
        {(shown) => (
          <div class="toast">
            <span>{shown.text}</span>
            <Show when={shown.action}>
              {(action) => (
                <button
                  class="button plain small"
                  type="button"
                  onClick={() => {
                    dismissToast(shown.id);
                    action().run();
                  }}
                >
                  {action().label}
                </button>
              )}
            </Show>
            <button
              class="icon-button"
              type="button"
              aria-label={t('common.close')}
              onClick={() => dismissToast(shown.id)}
            >
              <CloseIcon />
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
