import { maxImageSize } from '@orleanschat/sdk';
import { encode } from './encode-image';
import type { ImageProblem, Size } from './image-rules';
import { fitted, isScalable, maxSide } from './image-rules';

/** An image in one of the sizes in which it can be sent. */
export interface Picture extends Size {
  readonly blob: Blob;
}

export interface Prepared {
  readonly original: Picture;
  /** Null when there is no smaller one: the original is small, or may move. */
  readonly scaled: Picture | null;
}

/** The smaller picture's quality, 0 to 1. */
const quality = 0.85;

/** Measures an image and makes the smaller picture that is sent by default. */
export async function prepare(file: Blob): Promise<Prepared | ImageProblem> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (error) {
    console.warn('An image could not be read.', error);
    return 'unreadable';
  }
  try {
    const { width, height } = bitmap;
    const scaled = isScalable(file.type) ? await scaleDown(bitmap, file) : null;
    if ((scaled?.blob ?? file).size > maxImageSize) return 'size';
    return { original: { blob: file, width, height }, scaled };
  } finally {
    bitmap.close();
  }
}

async function scaleDown(bitmap: ImageBitmap, file: Blob): Promise<Picture | null> {
  const size = fitted(bitmap, maxSide);
  if (size.width === bitmap.width && file.size <= maxImageSize) return null;
  const blob = await encode(bitmap, size, file.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp', quality);
  return blob !== null && blob.size < file.size ? { blob, ...size } : null;
}
