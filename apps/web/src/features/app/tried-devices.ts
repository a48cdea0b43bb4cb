import { Store, type LocalMedia, type Readable, type Source } from '@visita/call'
import type { CheckResult } from '@visita/protocol'

type Tried = Pick<CheckResult, 'camera' | 'microphone'>

/** What became of this device's camera and microphone when they were last turned on, also after they are off again. */
export class TriedDevices {
  readonly #found = new Store<Tried>({ camera: 'untried', microphone: 'untried' })

  constructor({ sources }: Pick<LocalMedia, 'sources'>) {
    sources.subscribe(() => {
      const { camera, microphone } = sources.get()
      this.#found.update((found) => ({
        camera: after(found.camera, camera),
        microphone: after(found.microphone, microphone),
      }))
    })
  }

  get found(): Readable<Tried> {
    return this.#found
  }
}

function after(before: Tried['camera'], { status }: Source): Tried['camera'] {
  if (status === 'live') return 'works'
  return status === 'unavailable' ? 'fails' : before
}
