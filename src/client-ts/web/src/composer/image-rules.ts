import { imageTypes, maxImageSize } from '@orleanschat/sdk';

/** Why a file cannot be sent. */
export type ImageProblem = 'type' | 'size' | 'unreadable';

/** Pixels of the longer side to which images are scaled down unless somebody wants them as they are. */
export const maxSide = 2_048;

/** Bytes of a file that is read at all, to be scaled down: 50 MB. */
const maxReadSize = 50 * 1024 * 1024;

interface FileLike {
  readonly type: string;
  readonly size: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A GIF may move, so it stays as it is. */
export function isScalable(type: string): boolean {
  return type !== 'image/gif';
}

/** What is wrong with a file before it is read. What can be scaled down may be larger than the server takes. */
export function problemOf({ type, size }: FileLike): ImageProblem | null {
  if (!imageTypes.some((known) => known === type)) return 'type';
  return size > (isScalable(type) ? maxReadSize : maxImageSize) ? 'size' : null;
}

/** The size in which an image fits a square: smaller in proportion, never larger, never nothing. */
export function fitted({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
