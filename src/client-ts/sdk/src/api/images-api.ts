import type { Http } from './http.js';
import { to } from './routes.js';
import type { Image, ImageUpload, NewImage } from './types.js';

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

  /** Where its bytes are now, as an absolute URL. */
  locate(id: string): Promise<string> {
    return this.#http.locate(to('GET /images/{id}', { path: { id } }));
  }
}
