import type { MakeThumbnail } from './actions/pictures.js';
import type { Logger } from './platform/logger.js';
import type { NetworkStatus } from './platform/network.js';
import type { Pace } from './platform/pace.js';
import type { ClientStorage } from './platform/storage.js';
import type { Tabs } from './platform/tabs.js';
import type { Upload } from './platform/upload.js';

export interface ChatClientOptions {
  /** Where the server is, without a slash at the end; empty in a page that the server itself serves. */
  readonly baseUrl: string;
  /** Keep the refresh token in the server's HttpOnly cookie: for browsers. Default false: in `storage`. */
  readonly cookie?: boolean;
  /** Default: memory. */
  readonly storage?: ClientStorage;
  /** The other tabs that share `storage`. Default: none. */
  readonly tabs?: Tabs;
  /** Default: always online. */
  readonly network?: NetworkStatus;
  /** Milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number;
  /** Uniform in [0, 1), for jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /**
   * When listeners of the inbox and of timelines are told of changes: all that come until it runs its work are told as one. Default: at
   * the end of the task that made them; pages may wait for their next frame.
   */
  readonly pace?: Pace;
  /** Default: silence. */
  readonly logger?: Logger;
  readonly fetch?: typeof fetch;
  /** Whether servers that leave the choice to clients record what each call makes happen. Default: true. */
  readonly traced?: boolean;
  /** Makes the small picture of an uploaded image: browsers have the means. Default: none is made. */
  readonly makeThumbnail?: MakeThumbnail;
  /** Sends bytes to the blob store. Default: with progress in browsers. */
  readonly upload?: Upload;
}
