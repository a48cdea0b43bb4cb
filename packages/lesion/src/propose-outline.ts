import { type Lab, labOfLinear, type Rgb, toLinear } from './colour.ts'
import type { Marker } from './find-marker.ts'
import { apply } from './homography.ts'
import { CELL_MM, cellMiddle, CELLS, isBlack, MARKER_MM } from './marker.ts'
import { boxMean, type Pixels, type Point, shrunk } from './pixels.ts'
import { regionsOf } from './regions.ts'
import { around, simplified } from './trace.ts'

const LONG_SIDE = 800
/** In pixels of the smaller picture: skin has furrows, and a lesion has no edge that sharp. */
const SMOOTH = 2
/** Around the marker, for the paper that it is printed on. */
const PAPER_MM = 1.8 * CELL_MM
const ROUNDS = 12
const STEPS = 1024
/** Of the colour's way from skin to lesion: below it there is nothing to draw a line between. */
const LEAST_CONTRAST = 3

/**
 * An outline of the lesion at `inside`, for the doctor to correct; null where it is not told from the skin around
 * it. A pixel belongs to it when its colour is nearer to the lesion's than to the skin's (Ridler and Calvard 1978, on
 * the line between the two colours in L*a*b*), so it asks neither for redness nor for a tone of skin.
 */
export function proposedOutline(
  pixels: Pixels,
  marker: Marker | null,
  inside: Point,
): readonly Point[] | null {
  const small = shrunk(pixels, LONG_SIDE)
  const scale = { x: pixels.width / small.width, y: pixels.height / small.height }
  const seed = { x: Math.floor(inside.x / scale.x), y: Math.floor(inside.y / scale.y) }
  const colours = labOf(small, marker === null ? [1, 1, 1] : whitenessOf(pixels, marker))
  const isPaper = paperIn(small, scale, marker)
  const lesion = colours.near(seed, 3)
  const skin = colours.median(isPaper)
  const far = contrast(skin, lesion)
  if (far < LEAST_CONTRAST) return null
  const toLesion = boxMean(colours.along(skin, lesion), SMOOTH)
  const mask = dividedAt(toLesion.data, isPaper)
  const { labels } = regionsOf(mask, small.width)
  const label = labels[seed.y * small.width + seed.x] ?? 0
  if (label === 0) return null
  const outline = around(withoutHoles(labels, label, small.width), small.width)
  return simplified(outline, 0.7).map(({ x, y }) => ({ x: x * scale.x, y: y * scale.y }))
}

/** The light of the marker's white paper, which makes the colours those of white light. */
function whitenessOf(pixels: Pixels, { toPicture }: Marker): Rgb {
  const sum: [number, number, number] = [0, 0, 0]
  let count = 0
  for (let row = 1; row < CELLS - 1; row += 1) {
    for (let column = 1; column < CELLS - 1; column += 1) {
      if (isBlack(column, row)) continue
      const { x, y } = apply(toPicture, cellMiddle(column, row))
      const at = (Math.floor(y) * pixels.width + Math.floor(x)) * 4
      for (const channel of [0, 1, 2] as const) sum[channel] += toLinear(pixels.data[at + channel] ?? 0)
      count += 1
    }
  }
  const part = (channel: number): number => Math.max(0.05, (sum[channel] ?? 0) / count)
  return [part(0), part(1), part(2)]
}

/** 1 where the marker and its paper lie. */
function paperIn({ width, height }: Pixels, scale: Point, marker: Marker | null): Uint8Array {
  const paper = new Uint8Array(width * height)
  if (marker === null) return paper
  for (let index = 0; index < paper.length; index += 1) {
    const middle = { x: ((index % width) + 0.5) * scale.x, y: (Math.floor(index / width) + 0.5) * scale.y }
    const { x, y } = apply(marker.toMillimetres, middle)
    const within = (at: number): boolean => at > -PAPER_MM && at < MARKER_MM + PAPER_MM
    if (within(x) && within(y)) paper[index] = 1
  }
  return paper
}

function labOf({ width, height, data }: Pixels, white: Rgb) {
  const lab = new Float32Array(width * height * 3)
  const linear = Float32Array.from({ length: 256 }, (_, value) => toLinear(value))
  const light = (at: number, channel: 0 | 1 | 2): number =>
    (linear[data[at + channel] ?? 0] ?? 0) / white[channel]
  for (let index = 0; index < width * height; index += 1) {
    const { l, a, b } = labOfLinear([light(index * 4, 0), light(index * 4, 1), light(index * 4, 2)])
    lab[index * 3] = l
    lab[index * 3 + 1] = a
    lab[index * 3 + 2] = b
  }
  const colourAt = (index: number): Lab => ({
    l: lab[index * 3] ?? 0,
    a: lab[index * 3 + 1] ?? 0,
    b: lab[index * 3 + 2] ?? 0,
  })
  return {
    near({ x, y }: Point, radius: number): Lab {
      const found: Lab[] = []
      for (let row = y - radius; row <= y + radius; row += 1) {
        for (let column = x - radius; column <= x + radius; column += 1) {
          if (row >= 0 && row < height && column >= 0 && column < width)
            found.push(colourAt(row * width + column))
        }
      }
      return medianOf(found)
    },
    /** Of some pixels outside the paper: mostly skin, because a lesion is to be seen with what is around it. */
    median(paper: Uint8Array): Lab {
      const found: Lab[] = []
      for (let index = 0; index < paper.length; index += 29) {
        if (paper[index] === 0) found.push(colourAt(index))
      }
      return medianOf(found)
    },
    /** Each pixel's place on the way from skin (0) to lesion (1). */
    along(skin: Lab, lesion: Lab) {
      const way = { l: lesion.l - skin.l, a: lesion.a - skin.a, b: lesion.b - skin.b }
      const squared = way.l ** 2 + way.a ** 2 + way.b ** 2
      const place = new Float32Array(width * height)
      for (let index = 0; index < place.length; index += 1) {
        const { l, a, b } = colourAt(index)
        place[index] = ((l - skin.l) * way.l + (a - skin.a) * way.a + (b - skin.b) * way.b) / squared
      }
      return { width, height, data: place }
    },
  }
}

function medianOf(colours: readonly Lab[]): Lab {
  const middle = (pick: (colour: Lab) => number): number =>
    Float32Array.from(colours, pick).toSorted()[Math.floor(colours.length / 2)] ?? 0
  return { l: middle(({ l }) => l), a: middle(({ a }) => a), b: middle(({ b }) => b) }
}

const contrast = (one: Lab, other: Lab): number =>
  Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b)

/** 1 where a pixel is past the middle between the mean of those that are and of those that are not. */
function dividedAt(place: Float32Array, isPaper: Uint8Array): Uint8Array {
  const counts = new Float64Array(STEPS)
  for (let index = 0; index < place.length; index += 1) {
    if (isPaper[index] === 1) continue
    const step = stepOf(place[index] ?? 0)
    counts[step] = (counts[step] ?? 0) + 1
  }
  const meanStep = (from: number, to: number): number => {
    let [sum, count] = [0, 0]
    for (let step = from; step < to; step += 1) {
      sum += step * (counts[step] ?? 0)
      count += counts[step] ?? 0
    }
    return count === 0 ? (from + to) / 2 : sum / count
  }
  let threshold = stepOf(0.5)
  for (let round = 0; round < ROUNDS; round += 1) {
    threshold = Math.round((meanStep(0, threshold) + meanStep(threshold, STEPS)) / 2)
  }
  const mask = new Uint8Array(place.length)
  for (let index = 0; index < mask.length; index += 1) {
    if (isPaper[index] === 0 && stepOf(place[index] ?? 0) >= threshold) mask[index] = 1
  }
  return mask
}

/** From half before the skin's colour to half past the lesion's. */
const stepOf = (place: number): number =>
  Math.min(STEPS - 1, Math.max(0, Math.floor(((place + 0.5) / 2) * STEPS)))

/** The region and what it encloses, as 1: all that is not reached from the picture's edge without crossing it. */
function withoutHoles(labels: Int32Array, label: number, width: number): Uint8Array {
  const outside = new Uint8Array(labels.length)
  for (let index = 0; index < labels.length; index += 1) outside[index] = labels[index] === label ? 0 : 1
  const beyond = regionsOf(outside, width)
  const height = labels.length / width
  const open = new Set(
    beyond.regions
      .filter(
        ({ left, right, top, bottom }) =>
          left === 0 || top === 0 || right === width - 1 || bottom === height - 1,
      )
      .map((region) => region.label),
  )
  const filled = new Uint8Array(labels.length)
  for (let index = 0; index < filled.length; index += 1)
    filled[index] = open.has(beyond.labels[index] ?? 0) ? 0 : 1
  return filled
}
