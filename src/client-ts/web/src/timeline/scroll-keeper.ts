/** This close to the end (pixels) counts as being there. */
const nearEnd = 48;

/**
 * Keeps what a reader looks at in its place while messages come and go around it: at the end it stays at the end,
 * elsewhere the row at the top of the view stays where it is.
 */
export class ScrollKeeper {
  readonly #scroller: HTMLElement;
  #anchor: { row: HTMLElement; offset: number } | null = null;
  #atEnd = true;

  constructor(scroller: HTMLElement) {
    this.#scroller = scroller;
  }

  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** After the reader scrolled. */
  remember(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#anchor = this.#firstVisible();
  }

  /** After rows or the size of the view changed. */
  restore(): void {
    if (this.#atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    else if (this.#anchor?.row.isConnected === true) {
      this.#scroller.scrollTop += this.#offsetOf(this.#anchor.row) - this.#anchor.offset;
    }
    this.remember();
  }

  toEnd(): void {
    this.#atEnd = true;
    this.restore();
  }

  #firstVisible(): { row: HTMLElement; offset: number } | null {
    const rows = [...this.#scroller.querySelectorAll<HTMLElement>('[data-row]')];
    const row = rows.find((one) => this.#offsetOf(one) + one.offsetHeight > 0);
    return row === undefined ? null : { row, offset: this.#offsetOf(row) };
  }

  /** Pixels below the top edge of the view. */
  #offsetOf(row: HTMLElement): number {
    return row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
  }
}
