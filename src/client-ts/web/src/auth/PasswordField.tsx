import { createSignal } from 'solid-js';
import { t } from '../i18n';
import { Field } from '../ui/Field';
import { EyeIcon } from '../ui/icons';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly problem?: string | undefined;
  readonly hint?: string;
}

/** A password, asked once: what was typed can be shown. */
export function PasswordField(props: Props) {
  const [isShown, setIsShown] = createSignal(false);
  return (
    <Field
      {...props}
      type={isShown() ? 'text' : 'password'}
      required
      button={
        <button
          class="icon-button"
          type="button"
          aria-label={t('auth.showPassword')}
          title={t('auth.showPassword')}
          aria-pressed={isShown()}
          onClick={() => setIsShown(!isShown())}
        >
          <EyeIcon />
        </button>
      }
    />
  );
}
