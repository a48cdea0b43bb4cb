import type { TreatedVoice, TreatVoice } from '../voice/quiet-voice.ts'
import { FakeTrack } from './fake-capture.ts'

/** One treatment of a microphone; the test decides what goes in and what comes out. */
class FakeTreatedVoice implements TreatedVoice {
  readonly fake = new FakeTrack('audio')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a call uses
  readonly track = this.fake as unknown as MediaStreamTrack
  present: { heard: number; given: number } | null = { heard: 0, given: 0 }
  released = false

  levels(): { heard: number; given: number } | null {
    return this.present
  }

  release(): void {
    this.released = true
  }
}

/** Stands for the noise reduction; every treatment that was asked for waits for its answer. */
export class FakeTreatment {
  readonly asked: { raw: MediaStreamTrack; grant(): FakeTreatedVoice; fail(): void }[] = []

  readonly treat: TreatVoice = (raw) =>
    new Promise((resolve, reject) => {
      this.asked.push({
        raw,
        grant: () => {
          const treated = new FakeTreatedVoice()
          resolve(treated)
          return treated
        },
        fail: () => reject(new Error('no worklet')),
      })
    })

  /** The latest one. */
  get question() {
    const question = this.asked.at(-1)
    if (!question) throw new Error('no treatment was asked for')
    return question
  }
}
