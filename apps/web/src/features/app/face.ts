import type { Devices, LocalMedia } from '@visita/call'

/** The person's own camera and microphone outside of a call. */
export class Face {
  /** Whether they want to be seen and heard. Whoever has not said so is asked when a visit begins. */
  #wish: 'unsaid' | 'yes' | 'no' = 'unsaid'
  readonly #media: LocalMedia
  readonly #devices: Devices
  #shown = false

  constructor(media: LocalMedia, devices: Devices) {
    this.#media = media
    this.#devices = devices
  }

  get wanted(): boolean {
    return this.#wish === 'yes'
  }

  async open(): Promise<void> {
    this.#wish = 'yes'
    await this.#media.openFace()
    await this.#devices.refresh()
  }

  async reopen(): Promise<void> {
    const { camera, microphone } = this.#media.sources.get()
    if (this.wanted && camera.status === 'off' && microphone.status === 'off') await this.open()
  }

  /** A visit begins: the browser asks now whoever was not asked before, and has not gone on without. */
  async comeToVisit(): Promise<void> {
    if (this.#wish === 'unsaid') this.#wish = 'yes'
    await this.reopen()
  }

  decline(): void {
    this.#wish = 'no'
  }

  /** Whoever has allowed it before wants it again. */
  async expect(mayUseMedia: () => Promise<boolean>): Promise<void> {
    if (await mayUseMedia()) this.#wish = 'yes'
  }

  /** A page with their picture is shown: where no question comes up, the camera is on. */
  async show(mayUseMedia: () => Promise<boolean>): Promise<void> {
    this.#shown = true
    await this.expect(mayUseMedia)
    if (this.#shown) await this.reopen()
  }

  /** That page is left, for one on which nobody should be filmed. */
  hide(): void {
    this.#shown = false
    this.#media.stopAll()
  }

  /** Somebody else may use this browser next. */
  forget(): void {
    this.#wish = 'unsaid'
    this.hide()
  }
}
