/** Versions seen beyond a gap that are remembered; more than a sync answers at once is of no use. */
const maxAhead = 2_000;

/**
 * How far the changes of a conversation are known. It advances over contiguous versions only, so nothing can be
 * skipped: a version beyond a gap is remembered and counted in once the gap is filled.
 */
export class VersionCursor {
  #known: number;
  readonly #ahead = new Set<number>();

  constructor(known: number) {
    this.#known = known;
  }

  /** Every change up to and including this version is held. */
  get known(): number {
    return this.#known;
  }

  /** Some change beyond a gap was seen. */
  get hasGap(): boolean {
    return this.#ahead.size > 0;
  }

  /** The change of this version is held. */
  see(version: number): void {
    if (version <= this.#known) return;
    if (this.#ahead.size < maxAhead || version === this.#known + 1) this.#ahead.add(version);
    this.#absorb();
  }

  /** All changes up to this version are held: the server said so. */
  advance(version: number): void {
    if (version <= this.#known) return;
    this.#known = version;
    for (const seen of this.#ahead) if (seen <= version) this.#ahead.delete(seen);
    this.#absorb();
  }

  #absorb(): void {
    while (this.#ahead.delete(this.#known + 1)) this.#known++;
  }
}
