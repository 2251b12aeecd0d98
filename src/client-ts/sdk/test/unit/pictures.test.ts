import { describe, expect, it, vi } from 'vitest';
import type { MakeThumbnail } from '../../src/actions/pictures.js';
import { Pictures } from '../../src/actions/pictures.js';
import { ImagesApi } from '../../src/api/images-api.js';
import type { Http, HttpRequest } from '../../src/api/http.js';
import type { NewImage } from '../../src/api/types.js';
import type { Upload } from '../../src/platform/upload.js';
import { uploadByFetch } from '../../src/platform/upload.js';

const image = { id: 'i.1', url: '', thumbnailUrl: null, contentType: 'image/png', size: 3, width: 1, height: 1 };
const target = (name: string) => ({ uploadUrl: `https://blobs/${name}`, method: 'PUT', headers: { 'x-key': name } });

class Server implements Http {
  readonly log: string[] = [];
  async send<T>({ method, path, body }: HttpRequest<T>): Promise<T> {
    this.log.push(`${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`);
    const thumbnail = (body as NewImage | undefined)?.thumbnail == null ? null : target('thumbnail');
    const upload = { imageId: 'i.1', expiresAt: '', ...target('image'), thumbnail };
    return (path === '/images' ? upload : image) as T;
  }
  locate(): Promise<string> {
    return Promise.resolve('https://blobs/image?signed');
  }
}

const picturesOf = (server: Server, upload: Upload, makeThumbnail: MakeThumbnail = async () => null) =>
  new Pictures({ api: new ImagesApi(server), baseUrl: 'https://chat', upload, makeThumbnail });
const photo = () => new Blob(['abc'], { type: 'image/png' });

describe('an upload', () => {
  it('asks, sends the bytes and the small picture to the blob store, and has them checked', async () => {
    const server = new Server();
    const sent: string[] = [];
    const progress = vi.fn();
    const store: typeof fetch = async (url, init) => {
      sent.push(`${init?.method} ${String(url)} ${(init?.body as Blob).size}`);
      return new Response(null, { status: 201 });
    };
    const pictures = picturesOf(server, uploadByFetch(store), async () => new Blob(['s'], { type: 'image/webp' }));
    expect(await pictures.upload(photo(), { onProgress: progress })).toEqual(image);
    expect(server.log).toEqual([
      'POST /images {"contentType":"image/png","size":3,"thumbnail":{"contentType":"image/webp","size":1}}',
      'POST /images/i.1/complete',
    ]);
    expect(sent).toEqual(['PUT https://blobs/thumbnail 1', 'PUT https://blobs/image 3']);
    expect(progress.mock.calls).toEqual([[3, 3]]);
  });

  it.each([
    ['none can be made', async () => null],
    ['making one fails', () => Promise.reject(new Error('no canvas'))],
    ['it is larger than the server takes', async () => new Blob(['s'.repeat(102_401)], { type: 'image/webp' })],
  ])('does without a small picture when %s', async (_why, makeThumbnail) => {
    const sent: string[] = [];
    const upload = uploadByFetch(async (url) => {
      sent.push(String(url));
      return new Response();
    });
    const server = new Server();
    await picturesOf(server, upload, makeThumbnail).upload(photo());
    expect(server.log[0]).toBe('POST /images {"contentType":"image/png","size":3}');
    expect(sent).toEqual(['https://blobs/image']);
  });

  it.each([
    [413, 'too_large'],
    [403, 'validation_failed'],
    [503, 'unavailable'],
  ])('that the store answers with %i fails as %s and is not completed', async (status, code) => {
    const server = new Server();
    const pictures = picturesOf(server, uploadByFetch(async () => new Response(null, { status })));
    await expect(pictures.upload(photo())).rejects.toMatchObject({ code });
    expect(server.log).toHaveLength(1);
  });
});

describe('a link to an image', () => {
  it('of the server itself leads to the server, and any other where it says', () => {
    const pictures = picturesOf(new Server(), async () => {});
    expect(pictures.address('/blobs/i.1?signed')).toBe('https://chat/blobs/i.1?signed');
    expect(pictures.address('https://blobs/i.1?signed')).toBe('https://blobs/i.1?signed');
  });
});
