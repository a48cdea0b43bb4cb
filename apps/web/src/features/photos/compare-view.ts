import type { Alignment, Point } from '@visita/lesion'
import type { Size } from '../../ui/index.ts'

/** How both photographs are looked at. */
export interface View {
  /** What is in the middle, in pixels of the frame before it is enlarged and turned, from the photograph's middle. */
  at: Point
  zoom: number
  /** Radians, clockwise. */
  turn: number
}

export const WHOLE: View = { at: { x: 0, y: 0 }, zoom: 1, turn: 0 }

const ZOOM = { least: 0.5, most: 20 }

/** As in CSS: x' = a x + c y + e, y' = b x + d y + f. */
export interface Matrix {
  a: number
  b: number
  c: number
  d: number
  e: number
  f: number
}

/** From the pixels of a photograph to the frame that it is seen in. */
export function matrixFor(photo: Size, frame: Size, view: View): Matrix {
  const fit = Math.min(frame.width / photo.width, frame.height / photo.height)
  const [cos, sin] = [Math.cos(view.turn) * view.zoom, Math.sin(view.turn) * view.zoom]
  const { x, y } = { x: -(photo.width * fit) / 2 - view.at.x, y: -(photo.height * fit) / 2 - view.at.y }
  return {
    a: cos * fit,
    b: sin * fit,
    c: -sin * fit,
    d: cos * fit,
    e: cos * x - sin * y + frame.width / 2,
    f: sin * x + cos * y + frame.height / 2,
  }
}

/** The same for a photograph that is laid over another one, which `matrix` is of. */
export const alignedBy = ({ a, b, c, d, e, f }: Matrix, { a: u, b: v, x0, y0 }: Alignment): Matrix => ({
  a: a * u + c * v,
  b: b * u + d * v,
  c: c * u - a * v,
  d: d * u - b * v,
  e: a * x0 + c * y0 + e,
  f: b * x0 + d * y0 + f,
})

/** Which pixel of the photograph is at a place of the frame. */
export function pixelAt({ a, b, c, d, e, f }: Matrix, { x, y }: Point): Point {
  const size = a * d - b * c
  const [dx, dy] = [x - e, y - f]
  return { x: (d * dx - c * dy) / size, y: (a * dy - b * dx) / size }
}

export const css = ({ a, b, c, d, e, f }: Matrix): string => `matrix(${[a, b, c, d, e, f].join()})`

/** Drawn by this many pixels of the frame. */
export function moved(view: View, { x, y }: Point): View {
  const [cos, sin] = [Math.cos(view.turn) / view.zoom, Math.sin(view.turn) / view.zoom]
  return { ...view, at: { x: view.at.x - (cos * x + sin * y), y: view.at.y - (cos * y - sin * x) } }
}

export const zoomed = (view: View, times: number): View => ({
  ...view,
  zoom: Math.min(ZOOM.most, Math.max(ZOOM.least, view.zoom * times)),
})

export const turned = (view: View, by: number): View => ({ ...view, turn: view.turn + by })

/* As the server makes what is looked at: no longer than this on its longer side. */
const SCREEN_SIDE = 2560

/** Of a photograph as it is looked at, in pixels. */
export function shownSize({ width, height }: Size): Size {
  const scale = Math.min(1, SCREEN_SIDE / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
