import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultUpload } from '../../src/platform/upload.js';

/** A browser's request, whose other side is the test. */
class FakeRequest {
  static last: FakeRequest;
  status = 0;
  readonly upload: { onprogress?: (progress: { loaded: number; total: number }) => void } = {};
  readonly headers: string[] = [];
  onload?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open = vi.fn();
  send = vi.fn();

  constructor() {
    FakeRequest.last = this;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers.push(`${name}: ${value}`);
  }

  abort(): void {
    this.onabort?.();
    this.onloadend?.();
  }

  answer(status: number): void {
    this.status = status;
    this.onload?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const target = { uploadUrl: 'https://blobs/image', method: 'PUT', headers: { 'x-key': 'k' } };
const begin = (options: Parameters<ReturnType<typeof defaultUpload>>[2] = {}) =>
  defaultUpload(fetch)(target, new Blob(['abc']), options);

describe("a browser's upload", () => {
  it('tells its progress and ends with the answer', async () => {
    const onProgress = vi.fn();
    const uploading = begin({ onProgress });
    const request = FakeRequest.last;
    expect(request.open).toHaveBeenCalledWith('PUT', 'https://blobs/image');
    expect(request.headers).toEqual(['x-key: k']);
    request.upload.onprogress?.({ loaded: 1, total: 3 });
    request.answer(200);
    await uploading;
    expect(onProgress.mock.calls).toEqual([[1, 3]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('fails with what the store answers', async () => {
    const uploading = begin();
    FakeRequest.last.answer(413);
    await expect(uploading).rejects.toMatchObject({ code: 'too_large' });
  });

  it('is lost when nothing is heard of it for a minute, and not before', async () => {
    const lost = expect(begin()).rejects.toMatchObject({ code: 'network' });
    await vi.advanceTimersByTimeAsync(59_000);
    FakeRequest.last.upload.onprogress?.({ loaded: 1, total: 3 });
    await vi.advanceTimersByTimeAsync(59_000);
    const aborted = vi.spyOn(FakeRequest.last, 'abort');
    expect(aborted).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    await lost;
  });

  it('ends when it is aborted, before and while it runs', async () => {
    const controller = new AbortController();
    const ended = expect(begin({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    controller.abort();
    await ended;
    await expect(begin({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(FakeRequest.last.send).not.toHaveBeenCalled();
  });
});
