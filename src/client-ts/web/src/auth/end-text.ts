import { t } from '../i18n';

/** Why the last session ended, when the person did not end it. */
export function endText(reason: string | null): string | null {
  switch (reason) {
    case null:
    case 'signedOut':
      return null;
    case 'replaced':
    case 'erased':
      return t(`auth.ended.${reason}`);
    default:
      return t('auth.ended.expired');
  }
}
