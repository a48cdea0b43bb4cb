import type { DrawnOutline, PhotoPoint, PhotoScale } from '@visita/protocol'
import { measure, type Measurement } from './measure.ts'
import type { Point } from './pixels.ts'
import { type Scale, scaleOfMarker, scaleOfRuler } from './scale.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/** The longer side of the picture that is measured on: large enough for the marker's corners to a tenth of a pixel. */
const LONG_SIDE = 1600

/** Of the picture that is measured on, in pixels, for a photograph of this size. */
export function measuredSizeOf({ width, height }: Size): Size {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

export const pixelOf = ({ x, y }: PhotoPoint, { width, height }: Size): Point => ({
  x: x * width,
  y: y * height,
})

/** The inverse; what lies outside the picture comes to its edge. */
export const partOf = ({ x, y }: Point, { width, height }: Size): PhotoPoint => ({
  x: Math.min(1, Math.max(0, x / width)),
  y: Math.min(1, Math.max(0, y / height)),
})

/** The size of what was drawn on a photograph of `photo` pixels. The same on the page and on the server. */
export function measureOnPhoto({ outline, scale }: DrawnOutline, photo: Size): Measurement {
  const picture = measuredSizeOf(photo)
  return measure(
    outline.map((point) => pixelOf(point, picture)),
    scaleIn(scale, picture),
  )
}

function scaleIn(scale: PhotoScale, picture: Size): Scale | null {
  if (scale.kind === 'ruler')
    return scaleOfRuler(pixelOf(scale.from, picture), pixelOf(scale.to, picture), scale.mm)
  const [a, b, c, d] = scale.corners
  return scaleOfMarker([pixelOf(a, picture), pixelOf(b, picture), pixelOf(c, picture), pixelOf(d, picture)])
}
