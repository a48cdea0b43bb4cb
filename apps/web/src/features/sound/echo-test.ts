import { Scope, Store, type Readable } from '@visita/call'

/** `silent`: nothing was to be heard in the recording, so none is played. */
export type EchoState = 'ready' | 'recording' | 'playing' | 'played' | 'silent' | 'failed'

/** A recording of one's own voice. Releasing it forgets it. */
export interface Recording {
  /** The loudest moment, of full scale. */
  peak: number
  /** Resolves at its end; rejects where it cannot be played. */
  play(speakerId: string | null): Promise<void>
  release(): void
}

/** Records so long. Stops at once when the scope ends, and then rejects. */
export type RecordVoice = (track: MediaStreamTrack, milliseconds: number, scope: Scope) => Promise<Recording>

export const RECORDED = 4_000
/** Quieter is no voice. */
const VOICE = 0.01

/**
 * Lets a person hear themselves as the other side will: what is sent is recorded for four seconds and played through
 * the chosen speaker. It is in this page's memory alone, and forgotten as soon as it was played.
 */
export class EchoTest {
  readonly #record: RecordVoice
  readonly #state = new Store<EchoState>('ready')
  /** Of the present run. */
  #scope = new Scope()

  constructor(record: RecordVoice) {
    this.#record = record
  }

  get state(): Readable<EchoState> {
    return this.#state
  }

  async run(track: MediaStreamTrack, speakerId: string | null): Promise<void> {
    this.stop()
    const scope = new Scope()
    this.#scope = scope
    const turn = (state: EchoState): void => {
      if (!scope.disposed) this.#state.set(state)
    }
    try {
      turn('recording')
      const recording = await this.#record(track, RECORDED, scope)
      scope.add(() => recording.release())
      if (scope.disposed) return
      if (recording.peak < VOICE) turn('silent')
      else {
        turn('playing')
        await recording.play(speakerId)
        turn('played')
      }
    } catch {
      turn('failed')
    } finally {
      scope.dispose()
    }
  }

  /** Forgets what was recorded, at any moment. */
  stop(): void {
    this.#scope.dispose()
    this.#state.set('ready')
  }
}
