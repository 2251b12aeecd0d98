import { t } from '../i18n';
import { Dialog } from './Dialog';

interface Props {
  readonly title: string;
  readonly text: string;
  /** What the button that does it says. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: Props) {
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p>{props.text}</p>
      <div class="dialog-actions">
        <button class="button secondary" type="button" onClick={() => props.onClose()}>
          {t('common.cancel')}
        </button>
        <button class="button danger" type="button" onClick={() => props.onConfirm()}>
          {props.action}
        </button>
      </div>
    </Dialog>
  );
}
