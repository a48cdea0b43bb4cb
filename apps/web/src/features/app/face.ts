import type { Devices, LocalMedia } from '@visita/call'

/** The person's own camera and microphone outside of a call. */
export class Face {
  /** They want to be seen and heard, so their devices are opened again for the next visit. */
  wanted = false
  readonly #media: LocalMedia
  readonly #devices: Devices
  #shown = false

  constructor(media: LocalMedia, devices: Devices) {
    this.#media = media
    this.#devices = devices
  }

  async open(): Promise<void> {
    this.wanted = true
    await this.#media.openFace()
    await this.#devices.refresh()
  }

  async reopen(): Promise<void> {
    const { camera, microphone } = this.#media.sources.get()
    if (this.wanted && camera.status === 'off' && microphone.status === 'off') await this.open()
  }

  /** Whoever has allowed it before wants it again. */
  async expect(mayUseMedia: () => Promise<boolean>): Promise<void> {
    if (await mayUseMedia()) this.wanted = true
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
    this.wanted = false
    this.hide()
  }
}
