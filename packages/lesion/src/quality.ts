import type { PhotoFault } from '@visita/protocol'
import { findMarker } from './find-marker.ts'
import { boxMean, lumaOf, type Pixels, type Plane, shrunk } from './pixels.ts'

/* ATA, Practice Guidelines for Teledermatology: at least 800 by 600, better 1,024 by 768, either way up. */
const LEAST = { long: 800, short: 600 }
const GOOD = { long: 1024, short: 768 }

/** So small that grain is gone, and large enough that a blur which hides a lesion's border is not. */
const LOOK_LONG_SIDE = 512
/** The middle, by width and height: what the photograph is of. */
const MIDDLE = 0.6
const BLUR_BOX = 4
/** See `lostByBlurring`; between sharp and blurred photographs of all tones in quality.test.ts. */
const SHARP = 0.66

/** Luma of 0 to 255. Of dark skin in a dim room a tenth is lighter than the first still; paper is in no light darker. */
const DARK = { light: 30, paper: 70 }
/** More than the paper of a marker. */
const GLARE = { luma: 252, part: 0.2 }

/** The marker's side as a part of the picture's shorter one. */
const MARKER_PART = { least: 0.07, most: 0.4 }

/** What is wrong with a photograph, the gravest first; `withMarker`: there should be one in it. */
export function faultsOf(pixels: Pixels, { withMarker }: { withMarker: boolean }): readonly PhotoFault[] {
  const [long, short] = [Math.max(pixels.width, pixels.height), Math.min(pixels.width, pixels.height)]
  if (long < LEAST.long || short < LEAST.short) return ['too_small']
  const luma = lumaOf(shrunk(pixels, LOOK_LONG_SIDE))
  const faults: PhotoFault[] = []
  if (long < GOOD.long || short < GOOD.short) faults.push('small')
  const light = exposureOf(luma)
  if (light !== null) faults.push(light)
  if (lostByBlurring(middleOf(luma)) < SHARP) faults.push('blurred')
  if (withMarker) faults.push(...faultsOfMarker(pixels, short))
  return faults
}

function faultsOfMarker(pixels: Pixels, short: number): PhotoFault[] {
  const marker = findMarker(pixels)
  if (marker === null) return ['no_marker']
  const part = marker.sidePx / short
  if (part < MARKER_PART.least) return ['too_far']
  return part > MARKER_PART.most ? ['too_close'] : []
}

/**
 * How much of the difference between neighbours goes when the picture is blurred once more, 0 to 1: nearly all of a
 * sharp one, less of one that was blurred before (after Crété-Roffet and others, 2007). A ratio within one picture, so
 * that it asks neither for light nor for a light skin: the usual variance of the Laplacian calls a dim photograph of
 * any skin, and every one of dark skin, blurred.
 */
export function lostByBlurring(luma: Plane): number {
  const blurred = boxMean(luma, BLUR_BOX)
  const { width, height } = luma
  let [all, lost] = [0, 0]
  for (let y = 1; y < height; y += 1) {
    for (let x = 1; x < width; x += 1) {
      const at = y * width + x
      for (let neighbour = at - 1; neighbour >= at - width; neighbour -= width - 1) {
        const before = Math.abs((luma.data[at] ?? 0) - (luma.data[neighbour] ?? 0))
        const after = Math.abs((blurred.data[at] ?? 0) - (blurred.data[neighbour] ?? 0))
        all += before
        lost += Math.max(0, before - after)
      }
    }
  }
  return all === 0 ? 0 : lost / all
}

export function middleOf({ width, height, data }: Plane): Plane {
  const [wide, high] = [Math.round(width * MIDDLE), Math.round(height * MIDDLE)]
  const [left, top] = [Math.floor((width - wide) / 2), Math.floor((height - high) / 2)]
  const middle = new Float32Array(wide * high)
  for (let y = 0; y < high; y += 1) {
    middle.set(data.subarray((top + y) * width + left, (top + y) * width + left + wide), y * wide)
  }
  return { width: wide, height: high, data: middle }
}

function exposureOf({ data }: Plane): 'too_dark' | 'too_bright' | null {
  const counts = new Uint32Array(256)
  for (const value of data) {
    const step = Math.min(255, Math.round(value))
    counts[step] = (counts[step] ?? 0) + 1
  }
  const partAbove = (luma: number): number =>
    counts.subarray(luma).reduce((sum, each) => sum + each, 0) / data.length
  if (partAbove(GLARE.luma) > GLARE.part) return 'too_bright'
  return partAbove(DARK.light) < 0.1 && partAbove(DARK.paper) < 0.005 ? 'too_dark' : null
}
