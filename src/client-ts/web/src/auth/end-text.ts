import { t } from '../i18n';

/** Why the last session ended, when the person did not end it. */
export function endText(reason: string | null): string | null {
  switch (reason) {
    case null:
    case 'signedOut':
      return null;
    case 'replaced':
      return t('auth.ended.replaced');
    // By this page, or the server's word for it, which may come first.
    case 'erased':
    case 'account erased':
      return t('auth.ended.erased');
    default:
      return t('auth.ended.expired');
  }
}
