import { describe, expect, it } from 'vitest'
import { LATE, QuietMix } from './quiet-mix.ts'

const RATE = 48_000
/** What a worklet is given at a time, in samples. */
const BLOCK = 128

/** The same numbers in every run, from -1 to 1 (a linear congruential generator, Numerical Recipes). */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** Words of 0.4 s with pauses of 0.2 s, in a room that is so loud. */
function aVoice({ seconds = 4, room, words = 0.1 }: { seconds?: number; room: number; words?: number }) {
  const [word, hiss] = [noise(1), noise(2)]
  return Float32Array.from({ length: seconds * RATE }, (_, at) => {
    const speaks = (at / RATE) % 0.6 < 0.4
    return (speaks ? words * word() : 0) + room * hiss()
  })
}

/** A treatment that can be told from everything else. */
const TREATED = 0.77

function mixed(sound: Float32Array, mix = new QuietMix()): Float32Array {
  const result = new Float32Array(sound.length)
  const treated = new Float32Array(BLOCK).fill(TREATED)
  for (let at = 0; at + BLOCK <= sound.length; at += BLOCK)
    mix.process(sound.subarray(at, at + BLOCK), treated, result.subarray(at, at + BLOCK))
  return result
}

const lastSecond = (sound: Float32Array): Float32Array => sound.slice(-RATE, -BLOCK)
const isTreated = (sound: Float32Array): boolean =>
  lastSecond(sound).every((sample) => Math.abs(sample - TREATED) < 1e-3)

describe('[B8] what is sent of a voice', () => {
  it('is the sound as it was in a quiet room, as late as the treatment would be', () => {
    const voice = aVoice({ room: 0.0005 })
    const late = voice.slice(voice.length - RATE - LATE, voice.length - BLOCK - LATE)
    const error = lastSecond(mixed(voice)).map((sample, at) => Math.abs(sample - (late[at] ?? 0)))
    expect(Math.max(...error)).toBeLessThan(1e-3)
  })

  it('is the treated sound in a noisy room, and before anything is known of it', () => {
    expect(isTreated(mixed(aVoice({ room: 0.02 })))).toBe(true)
    expect(
      mixed(aVoice({ room: 0.0005 }))
        .slice(0, 0.2 * RATE)
        .every((sample) => sample > 0.76),
    ).toBe(true)
  })

  it('is the treated sound again some seconds after a fan began, also where nobody speaks meanwhile', () => {
    const mix = new QuietMix()
    expect(isTreated(mixed(aVoice({ room: 0.0005 }), mix))).toBe(false)
    expect(isTreated(mixed(aVoice({ seconds: 7, room: 0.02, words: 0 }), mix))).toBe(true)
  })

  it('does not take a microphone that was off for a quiet room', () => {
    const mix = new QuietMix()
    mixed(new Float32Array(2 * RATE), mix)
    expect(isTreated(mixed(aVoice({ seconds: 2, room: 0.02 }), mix))).toBe(true)
  })

  it('goes over from one to the other without a jump', () => {
    const sound = mixed(aVoice({ room: 0.0001, words: 0.003 }))
    const steps = sound.map((sample, at) => Math.abs(sample - (sound[at - 1] ?? sample)))
    expect(steps.every((step) => step < 0.01)).toBe(true)
    expect(isTreated(sound)).toBe(false)
  })
})
