import type { Size } from './image-rules';

/** Draws an image in a size and encodes it; a browser that cannot make WebP makes JPEG. Null when it can do neither. */
export async function encode(bitmap: ImageBitmap, size: Size, type: 'image/webp' | 'image/jpeg', quality: number): Promise<Blob | null> {
  const blob = await draw(bitmap, size, type, quality);
  if (blob?.type === type) return blob;
  return type === 'image/webp' ? encode(bitmap, size, 'image/jpeg', quality) : null;
}

async function draw(bitmap: ImageBitmap, { width, height }: Size, type: string, quality: number): Promise<Blob | null> {
  const canvas = makeCanvas(width, height);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (context === null) return null;
  if (type === 'image/jpeg') {
    // JPEG knows no transparency, and would make it black.
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type, quality });
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function makeCanvas(width: number, height: number): OffscreenCanvas | HTMLCanvasElement {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}
