/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Noise over a plane that is the same for the same seed: about -1 to 1, smooth over a length of 1. */
export function noiseFrom(seed: number): (x: number, y: number) => number {
  const random = randomFrom(seed)
  const values = Float32Array.from({ length: 4096 }, () => random() * 2 - 1)
  const at = (x: number, y: number): number =>
    values[(Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663)) & 4095] ?? 0
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [right, lower] = [eased(x - left), eased(y - top)]
    const above = at(left, top) * (1 - right) + at(left + 1, top) * right
    const below = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right
    return above * (1 - lower) + below * lower
  }
}

const eased = (part: number): number => part * part * (3 - 2 * part)
