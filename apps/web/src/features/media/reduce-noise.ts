import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor'
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
import simdWasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'
// oxlint-disable-next-line import/default -- the address of the file, by Vite
import workletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'
import { Scope, type TreatedVoice } from '@visita/call'
// oxlint-disable-next-line import/default -- the address of the file, by Vite
import mixUrl from './mix-worklet.ts?worker&url'

/** The one rate that RNNoise knows, in samples per second. */
const RATE = 48_000
/** The sound as it is, and the treated one. */
const MIX = { numberOfInputs: 2, outputChannelCount: [1] }
/** Samples of one look at the level: longer than the time between two looks. */
const LOOK = 16_384

/**
 * Takes the noise out of a microphone's sound with RNNoise (J.-M. Valin, A hybrid DSP/deep learning approach to
 * real-time full-band speech enhancement, MMSP 2018), in an audio worklet; in a quiet room a second one lets the sound
 * through as it is. Rejects where the browser cannot.
 */
export async function reduceNoise(raw: MediaStreamTrack): Promise<TreatedVoice> {
  const scope = new Scope()
  try {
    const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' })
    scope.add(() => void context.close())
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: wasmUrl, simdUrl: simdWasmUrl }),
      context.audioWorklet.addModule(workletUrl),
      context.audioWorklet.addModule(mixUrl),
    ])
    const source = context.createMediaStreamSource(new MediaStream([raw]))
    const quietened = mono(new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary }))
    scope.add(() => quietened.destroy())
    const destination = mono(context.createMediaStreamDestination())
    const heard = peakMeter(context, source)
    const mix = mono(new AudioWorkletNode(context, 'visita/quiet-mix', MIX))
    const treated = peakMeter(context, quietened)
    const mixed = peakMeter(context, mix)
    source.connect(mix, 0, 0)
    source.connect(quietened).connect(mix, 0, 1)
    mix.connect(destination)
    const [track] = destination.stream.getAudioTracks()
    if (!track) throw new Error('no track')
    scope.add(() => track.stop())
    return {
      track,
      levels: () => {
        // In a quiet room a treatment that is silent is not heard, and would be as soon as it gets loud.
        if (context.state === 'running') return { heard: heard(), given: Math.min(treated(), mixed()) }
        // Left to itself a context that the system has interrupted may stand still for ever.
        void context.resume().catch(() => undefined)
        return null
      },
      release: () => scope.dispose(),
    }
  } catch (error) {
    scope.dispose()
    throw error
  }
}

/* One voice is one channel, whatever the device gives. */
function mono<Node extends AudioNode>(node: Node): Node {
  node.channelCount = 1
  node.channelCountMode = 'explicit'
  return node
}

function peakMeter(context: AudioContext, node: AudioNode): () => number {
  const analyser = context.createAnalyser()
  analyser.fftSize = LOOK
  node.connect(analyser)
  const samples = new Float32Array(LOOK)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  }
}
