import { describe, expect, it, vi } from 'vitest';
import { Pictures } from '../../src/actions/pictures.js';
import { ImagesApi } from '../../src/api/images-api.js';
import type { Http, HttpRequest } from '../../src/api/http.js';
import { uploadByFetch } from '../../src/platform/upload.js';

const image = { id: 'i.1', url: '', thumbnailUrl: null, contentType: 'image/png', size: 3, width: 1, height: 1 };
const target = (name: string) => ({ uploadUrl: `https://blobs/${name}`, method: 'PUT', headers: { 'x-key': name } });

class Server implements Http {
  readonly log: string[] = [];
  async send<T>({ method, path }: HttpRequest<T>): Promise<T> {
    this.log.push(`${method} ${path}`);
    const upload = { imageId: 'i.1', expiresAt: '', ...target('image'), thumbnail: target('thumbnail') };
    return (path === '/images' ? upload : image) as T;
  }
}

describe('an upload', () => {
  it('asks, sends the bytes and the small picture to the blob store, and has them checked', async () => {
    const server = new Server();
    const sent: string[] = [];
    const progress = vi.fn();
    const store: typeof fetch = async (url, init) => {
      sent.push(`${init?.method} ${String(url)} ${(init?.body as Blob).size}`);
      return new Response(null, { status: 201 });
    };
    const pictures = new Pictures(new ImagesApi(server), uploadByFetch(store), async () => new Blob(['s']));
    expect(await pictures.upload(new Blob(['abc'], { type: 'image/png' }), { onProgress: progress })).toEqual(image);
    expect(server.log).toEqual(['POST /images', 'POST /images/i.1/complete']);
    expect(sent).toEqual(['PUT https://blobs/image 3', 'PUT https://blobs/thumbnail 1']);
    expect(progress.mock.calls).toEqual([[3, 3]]);
  });

  it.each([
    ['none can be made', async () => null],
    ['making one fails', () => Promise.reject(new Error('no canvas'))],
  ])('does without a small picture when %s', async (_why, makeThumbnail) => {
    const sent: string[] = [];
    const upload = uploadByFetch(async (url) => {
      sent.push(String(url));
      return new Response();
    });
    await new Pictures(new ImagesApi(new Server()), upload, makeThumbnail).upload(new Blob(['abc']));
    expect(sent).toEqual(['https://blobs/image']);
  });

  it.each([
    [413, 'too_large'],
    [403, 'validation_failed'],
    [503, 'unavailable'],
  ])('that the store answers with %i fails as %s and is not completed', async (status, code) => {
    const server = new Server();
    const pictures = new Pictures(new ImagesApi(server), uploadByFetch(async () => new Response(null, { status })), async () => null);
    await expect(pictures.upload(new Blob(['abc']))).rejects.toMatchObject({ code });
    expect(server.log).toEqual(['POST /images']);
  });
});
