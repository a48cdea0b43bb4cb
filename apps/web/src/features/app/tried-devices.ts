import { Store, type LocalMedia, type Readable, type Source } from '@visita/call'
import type { CheckResult } from '@visita/protocol'

type Tried = Pick<CheckResult, 'camera' | 'microphone' | 'speaker'>

/**
 * What became of this device's camera, microphone and loudspeaker when they were last tried, also after they are off
 * again. A microphone that is on and gives no sound has not been found to work.
 */
export class TriedDevices {
  readonly #found = new Store<Tried>({ camera: 'untried', microphone: 'untried', speaker: 'untried' })

  constructor({ sources }: Pick<LocalMedia, 'sources'>) {
    sources.subscribe(() => {
      const { camera, microphone } = sources.get()
      this.#found.update((found) => ({
        ...found,
        camera: after(found.camera, camera),
        microphone: microphone.status === 'unavailable' ? 'fails' : found.microphone,
      }))
    })
  }

  /** The microphone has given a sound, or has been without one for too long. */
  noteVoice(heard: boolean): void {
    this.#found.update((found) => ({ ...found, microphone: heard ? 'works' : 'fails' }))
  }

  /** The person has heard the test sound, or has not. */
  noteSpeaker(heard: boolean): void {
    this.#found.update((found) => ({ ...found, speaker: heard ? 'works' : 'fails' }))
  }

  get found(): Readable<Tried> {
    return this.#found
  }
}

function after(before: Tried['camera'], { status }: Source): Tried['camera'] {
  if (status === 'live') return 'works'
  return status === 'unavailable' ? 'fails' : before
}
