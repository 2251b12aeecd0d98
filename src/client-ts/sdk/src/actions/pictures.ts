import type { ImagesApi } from '../api/images-api.js';
import type { Image } from '../api/types.js';
import type { Upload, UploadOptions } from '../platform/upload.js';

/** Makes a small picture of an image: JPEG, PNG or WebP, up to 512 pixels a side; null when it cannot. */
export type MakeThumbnail = (image: Blob) => Promise<Blob | null>;

export interface PictureOptions extends UploadOptions {
  /** A label. */
  readonly fileName?: string;
}

export interface PicturesDependencies {
  readonly api: ImagesApi;
  readonly baseUrl: string;
  readonly upload: Upload;
  readonly makeThumbnail: MakeThumbnail;
}

/** What the server takes as an image, by its bytes whatever the name says. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'] as const;

/** Bytes of an image: 10 MB. */
export const maxImageSize = 10 * 1024 * 1024;

/** Bytes that the server takes of a small picture. */
const maxThumbnailSize = 100 * 1024;

/** Uploads images, straight to the blob store. */
export class Pictures {
  readonly #deps: PicturesDependencies;

  constructor(deps: PicturesDependencies) {
    this.#deps = deps;
  }

  /**
   * Uploads an image and has the server check it.
   * @throws ApiError `unsupported_media_type` or `too_large` before anything is sent, `validation_failed` when the bytes are no such image.
   */
  async upload(image: Blob, { fileName, ...options }: PictureOptions = {}): Promise<Image> {
    const { api, upload } = this.#deps;
    const thumbnail = await this.#thumbnailOf(image);
    options.signal?.throwIfAborted();
    const target = await api.create({
      contentType: image.type,
      size: image.size,
      ...(fileName === undefined ? {} : { fileName }),
      ...(thumbnail === null ? {} : { thumbnail: { contentType: thumbnail.type, size: thumbnail.size } }),
    });
    options.signal?.throwIfAborted();
    if (thumbnail !== null && target.thumbnail !== null) {
      await upload(target.thumbnail, thumbnail, options.signal ? { signal: options.signal } : {});
    }
    await upload(target, image, options);
    options.signal?.throwIfAborted();
    return api.complete(target.imageId);
  }

  /** Where a signed link of the server leads: those of its own store are paths. */
  address(link: string): string {
    return link.startsWith('/') ? `${this.#deps.baseUrl}${link}` : link;
  }

  /** A new link to an image whose old one has expired. */
  async freshAddress(imageId: string): Promise<string> {
    return this.#deps.api.locate(imageId);
  }

  /** An image without one is shown whole. */
  async #thumbnailOf(image: Blob): Promise<Blob | null> {
    const thumbnail = await this.#deps.makeThumbnail(image).catch(() => null);
    return thumbnail !== null && thumbnail.size <= maxThumbnailSize ? thumbnail : null;
  }
}
