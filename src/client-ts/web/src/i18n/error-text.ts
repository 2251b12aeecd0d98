import type { ApiError } from '@orleanschat/sdk';
import { locale, t } from '.';

/** What went wrong and what to do next, in the person's language. */
export function errorText(error: ApiError): string {
  return locale() === 'en' && error.code !== 'network' && error.code !== 'unknown' ? error.detail : t(`errors.${error.code}`);
}

/** What is wrong with one field; undefined when nothing is. */
export function fieldErrorText(error: ApiError | null, field: string): string | undefined {
  const problem = error?.fields[field]?.[0];
  return problem === undefined || locale() === 'en' ? problem : t('errors.validation_failed');
}
