/** Pixels a side of a person's picture. */
const side = 512;

/** The largest square in the middle of a picture: where it starts and its side, in pixels. */
export function middleSquare(width: number, height: number): { readonly x: number; readonly y: number; readonly side: number } {
  const shorter = Math.min(width, height);
  return { x: (width - shorter) / 2, y: (height - shorter) / 2, side: shorter };
}

/** The middle of a picture as a small square JPEG; null when the browser cannot read it. */
export async function squarePicture(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  try {
    const square = middleSquare(bitmap.width, bitmap.height);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = Math.min(side, square.side);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    // JPEG knows no transparency.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, square.x, square.y, square.side, square.side, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
  } finally {
    bitmap.close();
  }
}
