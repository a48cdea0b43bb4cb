/* Two soft notes, a major third apart, every two and a half seconds. */
const NOTES = [523.25, 659.25]
const PERIOD_MS = 2_500

/** Rings until the returned function is called, `times` at most. Silent where the browser has not been touched yet. */
export function startRingtone(times = Infinity): () => void {
  const context = new AudioContext()
  let left = times
  const ring = (): void => {
    if (left <= 0) return
    left -= 1
    NOTES.forEach((frequency, index) => playNote(context, frequency, context.currentTime + index * 0.35))
  }
  ring()
  const timer = setInterval(ring, PERIOD_MS)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}

/** A soft note of less than a second; `frequency` in Hz, `start` in the time of the context. */
export function playNote(context: AudioContext, frequency: number, start: number): void {
  const oscillator = new OscillatorNode(context, { frequency })
  const volume = new GainNode(context, { gain: 0 })
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.7)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(start + 0.7)
}
