import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'

/** A microphone's sound with the noise around the speaker taken out. Whoever asked for it releases it. */
export interface TreatedVoice {
  readonly track: MediaStreamTrack
  /** What went in and what came out lately, as peaks of full scale; null while the treatment stands still. */
  levels(): { heard: number; given: number } | null
  release(): void
}

/** Makes one of a microphone's track, which stays its owner's. Rejects where the browser cannot. */
export type TreatVoice = (raw: MediaStreamTrack) => Promise<TreatedVoice>

/** `failed`: wanted, and not to be had; the voice is sent as it is. */
export type Quiet = 'off' | 'starting' | 'on' | 'failed'

/*
 * Peaks of full scale. A treatment that fails gives zeros; RNNoise leaves 2e-5 at least of forty seconds of noise of any
 * colour and loudness (measured), so that a room with a fan and nobody speaking is not taken for a failure.
 */
const SOUND = 1e-3
const NOTHING = 1e-6
const LOOK_EVERY = 250
/** Looks in a row with sound going in and nothing coming out. */
const PATIENCE = 5

/**
 * Decides what is sent of one microphone: its treated sound where that is wanted and proves itself, else the
 * sound as it is. A treatment may yield silence without an error, so it is watched for as long as it is sent,
 * and first sent when it was seen to let something through.
 */
export class QuietVoice {
  readonly #treat: TreatVoice | undefined
  readonly #onSent: () => void
  readonly #state = new Store<Quiet>('off')
  #raw: MediaStreamTrack | null = null
  #treated: TreatedVoice | null = null
  /** Of the present treatment. */
  #scope = new Scope()
  #silentLooks = 0

  constructor(treat: TreatVoice | undefined, onSent: () => void) {
    this.#treat = treat
    this.#onSent = onSent
  }

  get state(): Readable<Quiet> {
    return this.#state
  }

  /** What to send. */
  get sent(): MediaStreamTrack | null {
    return this.#state.get() === 'on' && this.#treated ? this.#treated.track : this.#raw
  }

  /** The microphone is another one, was muted or went away. */
  follow(raw: MediaStreamTrack | null): void {
    if (raw !== this.#raw) {
      this.#raw = raw
      this.#begin(this.#state.get() !== 'off')
    }
    if (raw && this.#treated) this.#treated.track.enabled = raw.enabled
  }

  want(wanted: boolean): void {
    this.#begin(wanted)
    this.#onSent()
  }

  #begin(wanted: boolean): void {
    this.#scope.dispose()
    this.#scope = new Scope()
    this.#state.set(wanted ? 'starting' : 'off')
    if (wanted && this.#raw) void this.#start(this.#raw, this.#scope)
  }

  async #start(raw: MediaStreamTrack, scope: Scope): Promise<void> {
    try {
      if (!this.#treat) throw new TypeError('no treatment')
      const treated = await this.#treat(raw)
      scope.add(() => treated.release())
      if (scope.disposed) return
      treated.track.enabled = raw.enabled
      this.#treated = treated
      this.#silentLooks = 0
      const timer = setInterval(() => this.#look(treated), LOOK_EVERY)
      scope.add(() => {
        clearInterval(timer)
        this.#treated = null
      })
    } catch {
      if (!scope.disposed) this.#fail()
    }
  }

  #look(treated: TreatedVoice): void {
    const levels = treated.levels()
    if (levels === null) return this.#turn('starting')
    if (levels.given > NOTHING) {
      this.#silentLooks = 0
      return this.#turn('on')
    }
    if (levels.heard > SOUND) this.#silentLooks += 1
    if (this.#silentLooks >= PATIENCE) this.#fail()
  }

  #fail(): void {
    this.#scope.dispose()
    this.#turn('failed')
  }

  #turn(state: Quiet): void {
    if (this.#state.get() === state) return
    this.#state.set(state)
    this.#onSent()
  }
}
