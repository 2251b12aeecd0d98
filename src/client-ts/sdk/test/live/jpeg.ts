export const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
export const segment = (marker: number, content: readonly number[]) => [0xff, marker, 0, content.length + 2, ...content];

/** Right but for the pixels, which the server does not look at. */
export function jpeg(width: number, height: number, ...segments: (readonly number[])[]): Blob {
  const bytes = [
    ...[0xff, 0xd8],
    ...segments.flat(),
    ...segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
    ...[0xff, 0xd9],
  ];
  return new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' });
}
