import type { ParentProps } from 'solid-js';
import { ErrorBoundary, Suspense } from 'solid-js';
import { t } from '../i18n';
import { isLoadFailure } from './load-failure';

/** Around a page whose code is loaded when it is opened: says so when it cannot be. */
export function Page(props: ParentProps) {
  return (
    <ErrorBoundary
      fallback={(error: unknown, reset) => {
        console.error('A page failed.', error);
        return (
          <div class="page-failed" role="alert">
            <p>{t('app.failed')}</p>
            <button class="button secondary" type="button" onClick={() => tryAgain(error, reset)}>
              {t('common.tryAgain')}
            </button>
          </div>
        );
      }}
    >
      <Suspense fallback={<p class="page-loading muted">{t('common.loading')}</p>}>{props.children}</Suspense>
    </ErrorBoundary>
  );
}

/** Code that could not be loaded is not asked for again by the same page. */
function tryAgain(error: unknown, reset: () => void): void {
  if (isLoadFailure(error)) location.reload();
  else reset();
}
