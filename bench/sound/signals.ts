/* Sounds as numbers at 48,000 samples per second, 1 being full scale. */

export const RATE = 48_000

export type Sound = Float32Array

/** Mulberry32 (T. Ettinger): the same noise in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let hash = Math.imul(state ^ (state >>> 15), 1 | state)
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32
  }
}

export function whiteNoise(length: number, random: () => number): Sound {
  return Float32Array.from({ length }, () => 2 * random() - 1)
}

/** The mains of a European building: 50 Hz with nineteen harmonics, each weaker by its number. */
export function hum(length: number): Sound {
  return Float32Array.from({ length }, (_, at) => mainsAt(at / RATE))
}

function mainsAt(seconds: number): number {
  let sum = 0
  for (let harmonic = 1; harmonic <= 20; harmonic += 1)
    sum += Math.sin(2 * Math.PI * 50 * harmonic * seconds) / harmonic
  return sum
}

/** All at once, each repeated to the length of the result. */
export function mixed(sounds: Sound[], length: number): Sound {
  const sum = new Float32Array(length)
  for (const sound of sounds)
    for (let at = 0; at < length; at += 1) sum[at] = (sum[at] ?? 0) + (sound[at % sound.length] ?? 0)
  return sum
}

/** One after the other. */
export function joined(sounds: Sound[]): Sound {
  const whole = new Float32Array(sounds.reduce((length, sound) => length + sound.length, 0))
  let at = 0
  for (const sound of sounds) {
    whole.set(sound, at)
    at += sound.length
  }
  return whole
}

/** Speech with noise so much weaker than itself, in dB of their energies over the whole. */
export function withNoise(speech: Sound, noise: Sound, decibels: number): Sound {
  const gain = Math.sqrt(energy(speech) / energy(noise) / 10 ** (decibels / 10))
  return speech.map((sample, at) => sample + gain * (noise[at] ?? 0))
}

const energy = (sound: Sound): number => dot(sound, sound, 0)

/** Of `sound`, which is late by `lag` samples, with `reference`. */
function dot(reference: Sound, sound: Sound, lag: number): number {
  let sum = 0
  for (let at = 0; at < reference.length; at += 1) sum += (reference[at] ?? 0) * (sound[at + lag] ?? 0)
  return sum
}

/**
 * By how many samples `sound` is later than `reference`, at most `limit`: where they are most alike. Looked for
 * in every sixth sample first, which speech can spare.
 */
export function lagOf(reference: Sound, sound: Sound, limit: number): number {
  const COARSE = 6
  const thin = (whole: Sound): Sound =>
    Float32Array.from({ length: Math.floor(whole.length / COARSE) }, (_, at) => {
      const from = at * COARSE
      return whole.subarray(from, from + COARSE).reduce((sum, sample) => sum + sample, 0)
    })
  // Four seconds from the middle are enough to tell.
  const from = Math.max(0, Math.floor(reference.length / 2) - 2 * RATE)
  const [part, wide] = [reference.subarray(from, from + 4 * RATE), sound.subarray(from)]
  const about = COARSE * mostAlike(thin(part), thin(wide), 0, Math.ceil(limit / COARSE))
  return mostAlike(part, wide, Math.max(0, about - 2 * COARSE), about + 2 * COARSE)
}

function mostAlike(reference: Sound, sound: Sound, first: number, last: number): number {
  let [best, found] = [-Infinity, first]
  for (let lag = first; lag <= last; lag += 1) {
    const product = dot(reference, sound, lag)
    if (product > best) [best, found] = [product, lag]
  }
  return found
}

/** How much of the reference is in a sound: the ratio to all else in dB, and its level in dB against the reference. */
interface Likeness {
  siSdr: number
  level: number
}

/** In dB: what is more alike is the same sound. */
const SAME = 100

/** Scale-invariant SDR (Le Roux et al., SDR: half-baked or well done?, ICASSP 2019), after taking out the delay. */
export function likenessOf(reference: Sound, sound: Sound, limit: number): Likeness {
  const lag = lagOf(reference, sound, limit)
  const scale = dot(reference, sound, lag) / energy(reference)
  let error = 0
  for (let at = 0; at < reference.length; at += 1)
    error += (scale * (reference[at] ?? 0) - (sound[at + lag] ?? 0)) ** 2
  return {
    siSdr: Math.min(SAME, 10 * Math.log10((scale ** 2 * energy(reference)) / error)),
    level: 20 * Math.log10(Math.abs(scale)),
  }
}
