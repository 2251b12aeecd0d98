import { ApiError, networkError } from '../api/errors.js';
import type { UploadTarget } from '../api/types.js';

/** Sent so far, of all; both in bytes. */
export type Progress = (sent: number, total: number) => void;

export interface UploadOptions {
  readonly onProgress?: Progress;
  readonly signal?: AbortSignal;
}

/** Sends bytes to the blob store. */
export type Upload = (target: UploadTarget, bytes: Blob, options: UploadOptions) => Promise<void>;

/** Browsers tell the progress of an XMLHttpRequest only; elsewhere it is told once, at the end. */
export function defaultUpload(fetchFunction: typeof fetch): Upload {
  return typeof XMLHttpRequest === 'undefined' ? uploadByFetch(fetchFunction) : uploadByXhr;
}

/** @internal */
export function uploadByFetch(fetchFunction: typeof fetch): Upload {
  return async (target, bytes, { onProgress, signal }) => {
    let response: Response;
    try {
      response = await fetchFunction(target.uploadUrl, {
        method: target.method,
        headers: target.headers,
        body: bytes,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      throw signal?.aborted === true ? error : networkError(error);
    }
    if (!response.ok) throw refused(response.status);
    onProgress?.(bytes.size, bytes.size);
  };
}

/** An upload of which nothing is heard for this time (milliseconds) is lost. */
const patience = 60_000;

const uploadByXhr: Upload = (target, bytes, { onProgress, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, patience);
    };
    request.open(target.method, target.uploadUrl);
    for (const [name, value] of Object.entries(target.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      heard();
      onProgress?.(loaded, total);
    };
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(refused(request.status)));
    request.onerror = () => reject(networkError(new Error('The upload failed.')));
    request.onabort = () => reject(signal?.aborted === true ? signal.reason : networkError(new Error('The upload stalled.')));
    request.onloadend = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) return reject(signal.reason);
    heard();
    request.send(bytes);
  });

/** Blob stores answer in words of their own. */
function refused(status: number): ApiError {
  if (status === 413) return new ApiError('too_large', 'The picture is too large. Choose a smaller one.', { status });
  if (status >= 500 || status === 429) {
    return new ApiError('unavailable', `The upload did not work (${status}). Try again in a while.`, { status });
  }
  return new ApiError('validation_failed', `The upload was refused (${status}). Choose the picture again.`, { status });
}
