import { Show } from 'solid-js';
import { t } from '../i18n';

interface Props {
  readonly id: string;
  /** Below 0 when there are too many; null while there is no need to know. */
  readonly left: number | null;
}

export function CharacterCount(props: Props) {
  const words = () => {
    const left = props.left ?? 0;
    return left < 0 ? t('composer.tooLong', -left) : t('composer.charactersLeft', left);
  };
  return (
    <Show when={props.left !== null}>
      <p id={props.id} class="characters-left" classList={{ 'too-many': (props.left ?? 0) < 0 }}>
        {words()}
      </p>
    </Show>
  );
}
