import { fromLinear, linearOfLab } from '../colour.ts'
import { apply, type Homography, homographyOf, inverse, type Quad } from '../homography.ts'
import type { Pixels, Point } from '../pixels.ts'
import { randomFrom } from './random.ts'
import { colourOf, type Scene } from './scene.ts'

/** How a photograph was taken. */
export interface Shot {
  width: number
  height: number
  /** Millimetres across the picture's width. */
  acrossMm: number
  /** What is in its middle, in the scene's millimetres. */
  lookAt: Point
  /** Radians. */
  turn: number
  /** Of the camera against the skin, right to left and top to bottom: 0.1 makes one side a tenth longer. */
  tilt: Point
  /** In stops: 1 is twice the light. */
  exposure: number
  /** Parts of red and blue light too much, as under a lamp. */
  cast: { red: number; blue: number }
  /** Of sRGB values, one standard deviation. */
  grain: number
  /** Pixels, one standard deviation of the lens' blur. */
  blur: number
  seed: number
}

/** As somebody holds a telephone over their arm, each seed a little differently. */
export function aShot(seed: number, given: Partial<Shot> = {}): Shot {
  const random = randomFrom(seed)
  const about = (most: number): number => (random() * 2 - 1) * most
  return {
    width: 1024,
    height: 768,
    acrossMm: 92 + about(6),
    lookAt: { x: 13 + about(2), y: about(2) },
    turn: about(0.2),
    tilt: { x: about(0.06), y: about(0.06) },
    exposure: about(0.35),
    cast: { red: about(0.06), blue: about(0.08) },
    grain: 0.5,
    blur: 0.6,
    seed,
    ...given,
  }
}

export interface Photograph {
  pixels: Pixels
  /** From the scene's millimetres to the picture. */
  toPicture: Homography
}

/** Draws what the camera sees. */
export function photograph(scene: Scene, shot: Shot): Photograph {
  const toPicture = viewOf(shot)
  const toScene = inverse(toPicture)
  if (toScene === null) throw new Error('the camera looks along the skin')
  const { width, height } = shot
  const colours = colourOf(scene)
  const light = new Float32Array(width * height * 3)
  for (let index = 0; index < width * height; index += 1) {
    const corner = { x: index % width, y: Math.floor(index / width) }
    const inner = colours.isFine(apply(toScene, { x: corner.x + 0.5, y: corner.y + 0.5 })) ? 3 : 1
    for (let sample = 0; sample < inner ** 2; sample += 1) {
      const within = { x: ((sample % inner) + 0.5) / inner, y: (Math.floor(sample / inner) + 0.5) / inner }
      const [red, green, blue] = linearOfLab(
        colours.at(apply(toScene, { x: corner.x + within.x, y: corner.y + within.y })),
      )
      light[index * 3] = (light[index * 3] ?? 0) + red / inner ** 2
      light[index * 3 + 1] = (light[index * 3 + 1] ?? 0) + green / inner ** 2
      light[index * 3 + 2] = (light[index * 3 + 2] ?? 0) + blue / inner ** 2
    }
  }
  return { pixels: developed(blurred(light, shot), shot), toPicture }
}

function viewOf({ width, height, acrossMm, lookAt, turn, tilt }: Shot): Homography {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const half = { x: acrossMm / 2, y: (acrossMm * height) / width / 2 }
  const corner = (right: number, down: number): Point => {
    // The farther side shows more of the skin.
    const wider = 1 + right * tilt.x + down * tilt.y
    const [x, y] = [right * half.x * wider, down * half.y * wider]
    return { x: lookAt.x + cos * x - sin * y, y: lookAt.y + sin * x + cos * y }
  }
  const seen: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
  const picture: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ]
  const view = homographyOf(seen, picture)
  if (view === null) throw new Error('the camera looks along the skin')
  return view
}

function blurred(light: Float32Array, { width, height, blur }: Shot): Float32Array {
  if (blur <= 0) return light
  const reach = Math.ceil(blur * 3)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * blur ** 2)),
  )
  const whole = weights.reduce((sum, each) => sum + each, 0)
  const pass = (from: Float32Array, { count, step }: { count: number; step: number }): Float32Array => {
    const to = new Float32Array(from.length)
    for (let index = 0; index < width * height; index += 1) {
      const along = Math.floor((index * 3) / step) % count
      for (let place = -reach; place <= reach; place += 1) {
        const neighbour = Math.min(count - 1, Math.max(0, along + place)) - along
        const at = index * 3 + neighbour * step
        const weight = (weights[place + reach] ?? 0) / whole
        to[index * 3] = (to[index * 3] ?? 0) + (from[at] ?? 0) * weight
        to[index * 3 + 1] = (to[index * 3 + 1] ?? 0) + (from[at + 1] ?? 0) * weight
        to[index * 3 + 2] = (to[index * 3 + 2] ?? 0) + (from[at + 2] ?? 0) * weight
      }
    }
    return to
  }
  return pass(pass(light, { count: width, step: 3 }), { count: height, step: 3 * width })
}

const FINE = 16_384
const CURVE = Float32Array.from({ length: FINE + 1 }, (_, at) => fromLinear(at / FINE))

function developed(light: Float32Array, { width, height, exposure, cast, grain, seed }: Shot): Pixels {
  const random = randomFrom(seed + 1)
  const gain = 2 ** exposure
  const gains = [gain * (1 + cast.red), gain, gain * (1 + cast.blue)]
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let index = 0; index < width * height; index += 1) {
    // The sum of three is near enough to a normal distribution, of this standard deviation.
    const noise = (random() + random() + random() - 1.5) * 2 * grain
    for (const [channel, each] of gains.entries()) {
      const seen = Math.min(1, Math.max(0, (light[index * 3 + channel] ?? 0) * each))
      data[index * 4 + channel] = (CURVE[Math.round(seen * FINE)] ?? 0) + noise
    }
  }
  return { width, height, data }
}
