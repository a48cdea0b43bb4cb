/** Hertz: a major chord, one tone after the other, in the range that the oldest ear hears. */
const TONES = [523, 659, 784]
const TONE_SECONDS = 0.4
const LOUDNESS = 0.3

/** Three tones; the audio is released when they are over. */
export function playTestSound(): void {
  const context = new AudioContext()
  const loudness = context.createGain()
  loudness.gain.value = LOUDNESS
  loudness.connect(context.destination)
  for (const [place, frequency] of TONES.entries()) {
    const tone = context.createOscillator()
    tone.frequency.value = frequency
    tone.connect(loudness)
    tone.start(context.currentTime + place * TONE_SECONDS)
    tone.stop(context.currentTime + (place + 1) * TONE_SECONDS)
    if (place === TONES.length - 1) tone.addEventListener('ended', () => void context.close(), { once: true })
  }
}
