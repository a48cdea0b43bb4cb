/** How loud a track is, from moment to moment. */
export interface SoundMeter {
  /** The peak of the last moments, of full scale; null while the browser lets nothing be listened to. */
  peak(): number | null
  close(): void
}

/** `samples`: of one look, a power of two. */
export function meterOf(track: MediaStreamTrack, samples = 1024): SoundMeter {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = samples
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  const heard = new Float32Array(samples)
  return {
    peak() {
      if (context.state !== 'running') return null
      analyser.getFloatTimeDomainData(heard)
      return heard.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
    },
    close: () => void context.close(),
  }
}
