/* What runs inside the page. Each function is sent as its own source, so it uses nothing outside itself. Sounds come
   and go as base64 of their samples. */

declare global {
  var packing: {
    pack(samples: Float32Array): string
    unpack(text: string): Uint8Array<ArrayBuffer>
  }
}

/** What the others need of one another, from the page's first line on. */
export function installPacking(): void {
  globalThis.packing = {
    pack({ buffer, byteOffset, byteLength }) {
      const bytes = new Uint8Array(buffer, byteOffset, byteLength)
      const pieces: string[] = []
      // A minute of sound is too much for one call.
      for (let at = 0; at < bytes.length; at += 32_768)
        pieces.push(String.fromCharCode(...bytes.subarray(at, at + 32_768)))
      return btoa(pieces.join(''))
    },
    unpack: (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
  }
}

/** A wave file at another rate. */
export async function decode({ wave, rate }: { wave: string; rate: number }): Promise<string> {
  const bytes = packing.unpack(wave)
  const buffer = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes.buffer)
  return packing.pack(buffer.getChannelData(0))
}

/** Through what the product puts behind a microphone, with half a second more at the end for what comes late. */
export async function denoise({ sound, rate }: { sound: string; rate: number }): Promise<string> {
  const bytes = packing.unpack(sound)
  const samples = new Float32Array(bytes.buffer)
  // The processor compiles its wasm while the context already works: this silence is for that.
  const lead = rate / 2
  const context = new OfflineAudioContext(1, lead + samples.length + rate / 2, rate)
  await context.audioWorklet.addModule('worklet.js')
  await context.audioWorklet.addModule('mix.js')
  const wasmBinary = await (await fetch('rnnoise.wasm')).arrayBuffer()
  const node = new AudioWorkletNode(context, '@sapphi-red/web-noise-suppressor/rnnoise', {
    processorOptions: { maxChannels: 1, wasmBinary },
  })
  const buffer = context.createBuffer(1, samples.length, rate)
  buffer.copyToChannel(samples, 0)
  const source = new AudioBufferSourceNode(context, { buffer })
  const mix = new AudioWorkletNode(context, 'visita/quiet-mix', {
    numberOfInputs: 2,
    outputChannelCount: [1],
  })
  source.connect(mix, 0, 0)
  source.connect(node).connect(mix, 0, 1)
  mix.connect(context.destination)
  source.start(lead / rate)
  void context.suspend(lead / rate / 2).then(() => setTimeout(() => void context.resume(), 500))
  const treated = (await context.startRendering()).getChannelData(0).slice(lead)
  if (treated.every((sample) => sample === 0)) throw new Error('the worklet yielded silence')
  return packing.pack(treated)
}
