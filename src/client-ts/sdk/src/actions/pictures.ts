import type { ImagesApi } from '../api/images-api.js';
import type { Image } from '../api/types.js';
import type { Upload, UploadOptions } from '../platform/upload.js';

/** Makes a small picture of an image, JPEG, PNG or WebP; null when it cannot. */
export type MakeThumbnail = (image: Blob) => Promise<Blob | null>;

export interface PictureOptions extends UploadOptions {
  /** A label. */
  readonly fileName?: string;
}

/** Uploads images, straight to the blob store. */
export class Pictures {
  readonly #api: ImagesApi;
  readonly #upload: Upload;
  readonly #makeThumbnail: MakeThumbnail;

  constructor(api: ImagesApi, upload: Upload, makeThumbnail: MakeThumbnail) {
    this.#api = api;
    this.#upload = upload;
    this.#makeThumbnail = makeThumbnail;
  }

  /**
   * Uploads an image and has the server check it.
   * @throws ApiError `unsupported_media_type` or `too_large` before anything is sent, `validation_failed` when the bytes are no such image.
   */
  async upload(image: Blob, { fileName, ...options }: PictureOptions = {}): Promise<Image> {
    const target = await this.#api.create({
      contentType: image.type,
      size: image.size,
      ...(fileName === undefined ? {} : { fileName }),
    });
    await this.#upload(target, image, options);
    if (target.thumbnail != null) await this.#uploadThumbnail(target.thumbnail, image, options);
    return this.#api.complete(target.imageId);
  }

  /** An image without one is shown whole. */
  async #uploadThumbnail(target: Parameters<Upload>[0], image: Blob, { signal }: UploadOptions): Promise<void> {
    const thumbnail = await this.#makeThumbnail(image).catch(() => null);
    if (thumbnail !== null) await this.#upload(target, thumbnail, signal ? { signal } : {});
  }
}
