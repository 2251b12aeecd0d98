import { ApiError } from '@orleanschat/sdk';
import { t } from '../i18n';
import { errorText } from '../i18n/error-text';
import { toast } from '../ui/toasts';

/** Says so when something failed that nobody expected; the browser has logged it. */
export function tellOfUnexpectedErrors(): void {
  addEventListener('error', ({ error }) => {
    // A picture that does not load, or a browser's remark on layout, has no error.
    if (error instanceof Error) tell(error);
  });
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}

function tell(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  if (error instanceof ApiError) return toast(errorText(error));
  toast(t('app.unexpected'), { label: t('app.updateNow'), run: () => location.reload() });
}
