import type { Lab } from '../colour.ts'
import { CELL_MM, CELLS, isBlack, MARKER_MM } from '../marker.ts'
import type { Point } from '../pixels.ts'
import { noiseFrom, randomFrom } from './random.ts'

/** From very light (I) to very dark (VI), after Fitzpatrick; the colours are guesses in L*a*b*, not measurements. */
export const TONES = ['I', 'II', 'III', 'IV', 'V', 'VI'] as const
export type Tone = (typeof TONES)[number]

const SKIN: Readonly<Record<Tone, Lab>> = {
  I: { l: 74, a: 10, b: 15 },
  II: { l: 69, a: 11, b: 18 },
  III: { l: 62, a: 12, b: 20 },
  IV: { l: 53, a: 13, b: 22 },
  V: { l: 42, a: 13, b: 19 },
  VI: { l: 32, a: 11, b: 14 },
}

/** How the lesion's colour differs at its strongest: red on light skin, darker and more purple on dark skin. */
const ERYTHEMA: Readonly<Record<Tone, Lab>> = {
  I: { l: -14, a: 20, b: 3 },
  II: { l: -13, a: 19, b: 3 },
  III: { l: -13, a: 17, b: 1 },
  IV: { l: -12, a: 14, b: -2 },
  V: { l: -11, a: 11, b: -5 },
  VI: { l: -10, a: 9, b: -6 },
}

/** Skin without its pigment, as in vitiligo: alike in everybody, pinkish by the blood below. Chosen by eye. */
const UNPIGMENTED: Lab = { l: 80, a: 9, b: 13 }

export interface LesionShape {
  /** Millimetres; the mean, in the sense of the first term of `radiusAt`. */
  radiusMm: number
  /** 0 to 1; below 0, to -1, how much pigment is lost instead. */
  redness: number
  /** Which lesion it is: two photographs of the same one have the same. */
  seed: number
}

/** What lies before the camera, in millimetres, the lesion's middle at (0, 0). */
export interface Scene {
  tone: Tone
  lesion: LesionShape
  /** Its upper left corner and its turn in radians; null for none. */
  marker: { at: Point; turn: number } | null
}

const WAVES = [2, 3, 5, 7] as const

function wavesOf({ seed }: LesionShape): { times: number; high: number; phase: number }[] {
  const random = randomFrom(seed)
  return WAVES.map((times) => ({
    times,
    high: (0.16 * random() + 0.02) / times ** 0.5,
    phase: random() * 2 * Math.PI,
  }))
}

/** r(θ) = R (1 + Σ h cos(kθ + φ)). */
function radiusAt(lesion: LesionShape, angle: number): number {
  const waves = wavesOf(lesion)
  return (
    lesion.radiusMm *
    (1 + waves.reduce((sum, { times, high, phase }) => sum + high * Math.cos(times * angle + phase), 0))
  )
}

/** Exactly: ½ ∮ r² dθ = π R² (1 + ½ Σ h²). */
export const trueAreaMm2 = (lesion: LesionShape): number =>
  Math.PI * lesion.radiusMm ** 2 * (1 + wavesOf(lesion).reduce((sum, { high }) => sum + high ** 2, 0) / 2)

/** The border where it truly is, in `count` points. */
export const trueOutline = (lesion: LesionShape, count = 180): readonly Point[] =>
  Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI
    const radius = radiusAt(lesion, angle)
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
  })

/** Half of the width over which a lesion turns into skin. */
const SOFT_MM = 0.35
const PAPER_MM = 1.5 * CELL_MM
const PAPER: Lab = { l: 89, a: 0, b: 2 }
const INK: Lab = { l: 12, a: 0, b: 0 }

/** The colour of each place of a scene, in millimetres. `isFine`: it changes sharply near there. */
export function colourOf(scene: Scene): { at: (place: Point) => Lab; isFine: (place: Point) => boolean } {
  const skin = skinOf(scene)
  const { marker } = scene
  if (marker === null) return { at: skin, isFine: () => false }
  const [cos, sin] = [Math.cos(marker.turn), Math.sin(marker.turn)]
  const onMarker = ({ x, y }: Point): Point => {
    const [dx, dy] = [x - marker.at.x, y - marker.at.y]
    return { x: cos * dx + sin * dy, y: cos * dy - sin * dx }
  }
  return {
    at: (place) => {
      const on = onMarker(place)
      if (!isNear(on, PAPER_MM)) return skin(place)
      const [column, row] = [Math.floor(on.x / CELL_MM), Math.floor(on.y / CELL_MM)]
      return isNear(on, 0) && column < CELLS && row < CELLS && isBlack(column, row) ? INK : PAPER
    },
    isFine: (place) => isNear(onMarker(place), PAPER_MM + 1),
  }
}

const isNear = ({ x, y }: Point, around: number): boolean =>
  Math.min(x, y) > -around && Math.max(x, y) < MARKER_MM + around

const difference = (to: Lab, from: Lab): Lab => ({ l: to.l - from.l, a: to.a - from.a, b: to.b - from.b })

function skinOf({ tone, lesion }: Scene): (place: Point) => Lab {
  const base = SKIN[tone]
  const changed = lesion.redness < 0 ? difference(UNPIGMENTED, base) : ERYTHEMA[tone]
  const noise = noiseFrom(lesion.seed + 7)
  const table = Float32Array.from({ length: 720 }, (_, index) =>
    radiusAt(lesion, (index / 720) * 2 * Math.PI),
  )
  const borderAt = ({ x, y }: Point): number => {
    const turns = (Math.atan2(y, x) / (2 * Math.PI) + 1) * 720
    const [before, part] = [Math.floor(turns), turns % 1]
    return (table[before % 720] ?? 0) * (1 - part) + (table[(before + 1) % 720] ?? 0) * part
  }
  return (place) => {
    const { x, y } = place
    // Blotches, the mesh of furrows, pores.
    const blotch = noise(x / 9, y / 9) + 0.5 * noise(x / 4 + 50, y / 4)
    const mesh = Math.min(Math.abs(noise(x / 1.4 + 9, y / 1.1)), Math.abs(noise(y / 1.3, x / 1.5 + 31)))
    const grain = noise(x * 3, y * 3) + noise(x * 6 + 17, y * 6)
    const inside = Math.min(1, Math.max(0, (borderAt(place) - Math.hypot(x, y)) / (2 * SOFT_MM) + 0.5))
    const much = inside * Math.abs(lesion.redness) * (1 + 0.12 * noise(x / 2 + 3, y / 2))
    return {
      l: base.l * (1 + 0.02 * blotch - 0.06 * Math.exp(-mesh * 14) + 0.012 * grain) + changed.l * much,
      a: base.a + 0.8 * blotch + changed.a * much,
      b: base.b + 0.6 * blotch + changed.b * much,
    }
  }
}
