/**
 * The W3C `traceparent` of a new trace: what one call makes happen, in all servers, can be found by it.
 * @param sampled whether servers that leave the choice to clients record it.
 */
export function traceparent(sampled: boolean): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `00-${hex.slice(0, 32)}-${hex.slice(32)}-0${sampled ? 1 : 0}`;
}
