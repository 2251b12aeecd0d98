/** The box (CSS pixels) that an image gets at most. */
const maxWidth = 360;
const maxHeight = 360;
/** Tiny and very long images still get a box that can be hit. */
const minSide = 48;

/** The size at which an image is shown, known before it is loaded. */
export function fitImage({ width, height }: { readonly width: number; readonly height: number }): { width: number; height: number } {
  const [w, h] = [Math.max(1, width), Math.max(1, height)];
  const scale = Math.min(1, maxWidth / w, maxHeight / h);
  return { width: Math.max(minSide, Math.round(w * scale)), height: Math.max(minSide, Math.round(h * scale)) };
}
