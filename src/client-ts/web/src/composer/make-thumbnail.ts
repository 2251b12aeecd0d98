import { encode } from './encode-image';
import { fitted } from './image-rules';

/** Pixels of a thumbnail's longer side and its bytes, as the server has them in ImageRules. */
const maxSide = 512;
const maxBytes = 100 * 1024;

/** From good to poor, until the thumbnail is small enough. */
const qualities = [0.8, 0.6, 0.4];

/** A small picture of an image. Null when it cannot be made, when the image is small itself, and of GIFs, which may move. */
export async function makeThumbnail(image: Blob): Promise<Blob | null> {
  if (image.type === 'image/gif') return null;
  const bitmap = await createImageBitmap(image);
  try {
    if (Math.max(bitmap.width, bitmap.height) <= maxSide && image.size <= maxBytes) return null;
    for (const quality of qualities) {
      const thumbnail = await encode(bitmap, fitted(bitmap, maxSide), 'image/webp', quality);
      if (thumbnail !== null && thumbnail.size <= maxBytes) return thumbnail;
    }
    return null;
  } finally {
    bitmap.close();
  }
}
