import { createEffect, For, Show } from 'solid-js';
import { t } from '../i18n';
import { errorText } from '../i18n/error-text';
import { PersonLine } from '../people/PersonLine';
import type { Completion } from './use-mentions';

/** The people whom a mention may mean. The focus stays in the text; `aria-activedescendant` there tells which one is meant. */
export function MentionList(props: { readonly completion: Completion; readonly area: () => HTMLTextAreaElement }) {
  const { completion } = props;
  const isActive = (index: number) => completion.active() === index;
  return (
    <>
      <Show when={completion.isOpen()}>
        <ul id={completion.listId} class="mention-list" role="listbox" aria-label={t('composer.people')}>
          <For each={completion.people()}>
            {(member, index) => (
              <li
                ref={(line) => createEffect(() => isActive(index()) && line.scrollIntoView({ block: 'nearest' }))}
                id={completion.optionId(index())}
                class="mention-option"
                role="option"
                aria-selected={isActive(index())}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => completion.take(props.area(), index())}
              >
                <PersonLine user={member.user} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={completion.problem()}>
        {(problem) => (
          <p class="mention-list" role="alert">
            {errorText(problem())}
          </p>
        )}
      </Show>
      <p class="visually-hidden" role="status">
        {completion.isOpen() ? t('composer.peopleFound', completion.people().length) : ''}
      </p>
    </>
  );
}
