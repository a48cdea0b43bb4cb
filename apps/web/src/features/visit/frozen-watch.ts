export interface FrozenPicture {
  /** Whether the element has shown a new frame since it was last asked. */
  hasMoved: () => boolean
  /** How many frames were decoded for it so far; null where that is not known. */
  decoded: () => Promise<number | null>
  /** Gives the element its stream anew. */
  reattach: () => void
}

/**
 * Recognises an element that stands still while frames for it go on being decoded, as Chromium leaves it
 * after an offer that was rolled back. Where nothing is decoded the other camera stands still, or the line
 * does: then the last picture is kept.
 */
export class FrozenWatch {
  readonly #picture: FrozenPicture
  #decoded: number | null = null

  constructor(picture: FrozenPicture) {
    this.#picture = picture
  }

  /** To be called every few seconds while the page is seen; of a hidden one no frames are shown. */
  async look(): Promise<void> {
    if (this.#picture.hasMoved()) {
      this.#decoded = null
      return
    }
    const before = this.#decoded
    this.#decoded = await this.#picture.decoded()
    if (before === null || this.#decoded === null || this.#decoded <= before) return
    this.#decoded = null
    this.#picture.reattach()
  }
}
