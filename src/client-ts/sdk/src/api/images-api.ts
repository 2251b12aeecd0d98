import type { Http } from './http.js';
import { to } from './routes.js';
import type { Image, ImageUpload } from './types.js';

export interface NewImage {
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** A label. */
  readonly fileName?: string;
}

export class ImagesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Says where the bytes go. */
  create(image: NewImage): Promise<ImageUpload> {
    return this.#http.send(to('POST /images', { body: image }));
  }

  /** The bytes are there: the server checks them. */
  complete(id: string): Promise<Image> {
    return this.#http.send(to('POST /images/{id}/complete', { path: { id } }));
  }
}
