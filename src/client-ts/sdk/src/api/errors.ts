import type { components } from './schema.js';

/** The closed list of the contract, and two of our own: `network` (no answer) and `unknown` (an answer outside the contract). */
export type ErrorCode = components['schemas']['Problem']['code'] | 'network' | 'unknown';

const codes: readonly ErrorCode[] = [
  'validation_failed',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'username_taken',
  'gone',
  'too_large',
  'unsupported_media_type',
  'rate_limited',
  'unavailable',
  'network',
  'unknown',
];

const permanent: ReadonlySet<ErrorCode> = new Set([
  'validation_failed',
  'forbidden',
  'not_found',
  'conflict',
  'username_taken',
  'gone',
  'too_large',
  'unsupported_media_type',
]);

interface ApiErrorDetails {
  /** HTTP status; 0 when there was none (hub or network). */
  readonly status?: number;
  /** Problem per field, camelCase names. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds to wait before the next try, as the server asked. */
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

/** Every failure of a call to the server. `message` is a sentence for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, detail: string, details: ApiErrorDetails = {}) {
    super(detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
    this.fields = details.fields ?? {};
    this.retryAfter = details.retryAfter ?? null;
  }

  get detail(): string {
    return this.message;
  }

  /** Trying the same call again cannot help. */
  get permanent(): boolean {
    return permanent.has(this.code);
  }
}

/** Reads an RFC 9457 problem out of a failed answer. */
export async function fromResponse(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const code = isErrorCode(problem['code']) ? problem['code'] : codeOfStatus(response.status);
  const detail = [problem['detail'], problem['title']].find((text) => typeof text === 'string' && text !== '');
  return new ApiError(code, (detail as string | undefined) ?? `The server answered ${response.status}. Try again in a while.`, {
    status: response.status,
    fields: fieldsOf(problem['errors']),
    retryAfter: retryAfterOf(response.headers.get('Retry-After')),
  });
}

/** Reads `code: human sentence` out of a failed hub call. SignalR puts its own words before a HubException's text. */
export function fromHub(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const match = /(?:^|HubException: )([a-z_]+): ([\s\S]*)$/.exec(text);
  if (match !== null && isErrorCode(match[1])) return new ApiError(match[1], match[2] ?? '', { cause: error });
  const answered = text.startsWith('An unexpected error occurred invoking');
  return new ApiError(answered ? 'unknown' : 'network', text, { cause: error });
}

export function networkError(cause: unknown): ApiError {
  return new ApiError('network', 'The server cannot be reached. Check the connection and try again.', { cause });
}

function isErrorCode(value: unknown): value is ErrorCode {
  return (codes as readonly unknown[]).includes(value);
}

/** A proxy in between answers without our code. */
function codeOfStatus(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'unauthenticated';
    case 413:
      return 'too_large';
    case 429:
      return 'rate_limited';
    case 502:
    case 503:
    case 504:
      return 'unavailable';
    default:
      return 'unknown';
  }
}

function fieldsOf(errors: unknown): Record<string, readonly string[]> {
  if (typeof errors !== 'object' || errors === null) return {};
  return Object.fromEntries(
    Object.entries(errors).map(([field, texts]) => [field, Array.isArray(texts) ? texts.map(String) : [String(texts)]]),
  );
}

/** `Retry-After` is seconds or a date; milliseconds come out. */
function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
