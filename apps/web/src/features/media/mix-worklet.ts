import { QuietMix } from './quiet-mix.ts'

/* What an audio worklet has around it (W3C webaudio, section 1.32), of which TypeScript knows nothing. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void

type Channels = readonly Float32Array[]

/** Inputs: the microphone's own sound, and the treated one. It ends with its context. */
class MixProcessor extends AudioWorkletProcessor {
  readonly #mix = new QuietMix()

  process([raw, treated]: readonly Channels[], [mixed]: readonly Channels[]): boolean {
    const [into] = mixed ?? []
    const silence = new Float32Array(into?.length ?? 0)
    if (into) this.#mix.process(raw?.[0] ?? silence, treated?.[0] ?? silence, into)
    return true
  }
}

registerProcessor('visita/quiet-mix', MixProcessor)
