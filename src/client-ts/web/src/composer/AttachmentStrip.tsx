import { For, Show } from 'solid-js';
import { t } from '../i18n';
import { CloseIcon } from '../ui/icons';
import { attachmentsOf, detach, forgetRefused } from './attachments';

interface Props {
  readonly conversationId: string;
  readonly wantsOriginal: boolean;
  readonly onWantsOriginal: (wants: boolean) => void;
  /** A button was used that is gone now: the focus belongs to the text. */
  readonly onGone: () => void;
}

/** The images that go with the next message, and why others do not. */
export function AttachmentStrip(props: Props) {
  const attached = () => attachmentsOf(props.conversationId);
  return (
    <>
      <Show when={attached().refused.length > 0}>
        <div class="refused">
          <ul role="alert">
            <For each={attached().refused}>
              {({ name, problem }) => <li>{t(`composer.refused.${problem}`, name)}</li>}
            </For>
          </ul>
          <button
            class="icon-button"
            type="button"
            aria-label={t('common.close')}
            onClick={() => {
              forgetRefused(props.conversationId);
              props.onGone();
            }}
          >
            <CloseIcon />
          </button>
        </div>
      </Show>
      <Show when={attached().items.length > 0}>
        <ul class="attachments" aria-label={t('composer.images')}>
          <For each={attached().items}>
            {(item) => (
              <li class="attachment">
                <img src={item.url} alt={item.name} />
                <button
                  class="icon-button"
                  type="button"
                  aria-label={t('composer.removeImage', item.name)}
                  title={t('common.remove')}
                  onClick={() => {
                    detach(props.conversationId, item);
                    props.onGone();
                  }}
                >
                  <CloseIcon />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={attached().reading > 0}>
        <p class="composer-status muted" role="status">
          {t('composer.reading')}
        </p>
      </Show>
      <Show when={attached().items.some(({ scaled }) => scaled !== null)}>
        <label class="composer-status">
          <input
            type="checkbox"
            checked={props.wantsOriginal}
            onChange={(event) => props.onWantsOriginal(event.currentTarget.checked)}
          />
          {t('composer.originalSize')}
        </label>
      </Show>
    </>
  );
}
