import { measureOnPhoto, partOf, pixelOf, simplified, type Point } from '@visita/lesion'
import type { DrawnOutline, PhotoScale } from '@visita/protocol'
import type { Size } from '../../ui/index.ts'

/** What says how large a millimetre is; `mm` is null until somebody has said it. In pixels of the picture. */
export type Scale =
  | { kind: 'none' }
  | { kind: 'marker'; corners: readonly [Point, Point, Point, Point] }
  | { kind: 'ruler'; from: Point; to: Point; mm: number | null }

/** What is drawn on a picture; pixels of the picture that is measured on. */
export interface Drawing {
  /** Its last point goes back to the first. */
  outline: readonly Point[]
  scale: Scale
}

/** What can be taken hold of. */
export type Handle = { of: 'outline'; at: number } | { of: 'ruler'; end: 'from' | 'to' }

export const placeOf = ({ outline, scale }: Drawing, handle: Handle): Point | null => {
  if (handle.of === 'outline') return outline[handle.at] ?? null
  return scale.kind === 'ruler' ? scale[handle.end] : null
}

/** One after the other: around the outline, then the ends of the ruler. */
function handlesOf({ outline, scale }: Drawing): readonly Handle[] {
  const around = outline.map((_, at): Handle => ({ of: 'outline', at }))
  const ruler: readonly Handle[] =
    scale.kind === 'ruler'
      ? [
          { of: 'ruler', end: 'from' },
          { of: 'ruler', end: 'to' },
        ]
      : []
  return [...around, ...ruler]
}

const isSame = (a: Handle, b: Handle): boolean =>
  a.of === 'outline' ? b.of === 'outline' && a.at === b.at : b.of === 'ruler' && a.end === b.end

/** The next handle, or that before; the first where none is held. */
export function handleBeside(drawing: Drawing, held: Handle | null, by: 1 | -1): Handle | null {
  const handles = handlesOf(drawing)
  const at = held === null ? -1 : handles.findIndex((each) => isSame(each, held))
  if (at === -1) return handles[0] ?? null
  return handles[(at + by + handles.length) % handles.length] ?? null
}

/** The nearest, no farther than `reach` pixels. */
export function handleNear(drawing: Drawing, { x, y }: Point, reach: number): Handle | null {
  let [nearest, least]: [Handle | null, number] = [null, reach]
  for (const handle of handlesOf(drawing)) {
    const place = placeOf(drawing, handle)
    const away = place === null ? Infinity : Math.hypot(place.x - x, place.y - y)
    if (away <= least) [nearest, least] = [handle, away]
  }
  return nearest
}

/** Never out of the picture. */
export function movedTo(drawing: Drawing, handle: Handle, { x, y }: Point, picture: Size): Drawing {
  const place = { x: clamp(x, picture.width), y: clamp(y, picture.height) }
  if (handle.of === 'outline') return { ...drawing, outline: drawing.outline.with(handle.at, place) }
  const { scale } = drawing
  return scale.kind === 'ruler' ? { ...drawing, scale: { ...scale, [handle.end]: place } } : drawing
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** With a point between that one and the next. */
export function withPointAfter(drawing: Drawing, at: number): Drawing {
  const { outline } = drawing
  const [from, to] = [outline[at], outline[(at + 1) % outline.length]]
  if (from === undefined || to === undefined) return drawing
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  return { ...drawing, outline: outline.toSpliced(at + 1, 0, middle) }
}

/** A triangle keeps its corners. */
export const withoutPoint = (drawing: Drawing, at: number): Drawing =>
  drawing.outline.length <= 3 ? drawing : { ...drawing, outline: drawing.outline.toSpliced(at, 1) }

/* More nobody corrects, and more are not kept. */
const MOST_POINTS = 200

/** Without the corners that move a line by less than `tolerance` pixels, and by more where they are too many. */
export function withFewer(outline: readonly Point[], tolerance: number): readonly Point[] {
  const fewer = simplified(outline, tolerance)
  return fewer.length <= MOST_POINTS ? fewer : withFewer(outline, tolerance * 1.5)
}

const CIRCLE = 12

/** To be corrected: for who draws by keys. */
export function circleIn({ width, height }: Size): readonly Point[] {
  const radius = Math.min(width, height) / 8
  return Array.from({ length: CIRCLE }, (_, index) => {
    const angle = (index / CIRCLE) * 2 * Math.PI
    return { x: width / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle) }
  })
}

/** Across the lower part of the picture, to be laid along a ruler. */
export const rulerIn = ({ width, height }: Size): Scale => ({
  kind: 'ruler',
  from: { x: width * 0.3, y: height * 0.85 },
  to: { x: width * 0.7, y: height * 0.85 },
  mm: null,
})

/** As it is kept; null while there is no outline. What has no scale yet has one that comes to no size. */
export function drawnIn({ outline, scale }: Drawing, picture: Size): DrawnOutline | null {
  const kept = scaleIn(scale, picture)
  if (outline.length < 3 || kept === null) return null
  return { outline: outline.map((point) => partOf(point, picture)), scale: kept }
}

function scaleIn(scale: Scale, picture: Size): PhotoScale | null {
  switch (scale.kind) {
    case 'none':
      return null
    case 'marker': {
      const [a, b, c, d] = scale.corners
      const part = (point: Point) => partOf(point, picture)
      return { kind: 'marker', corners: [part(a), part(b), part(c), part(d)] }
    }
    case 'ruler': {
      const { from, to, mm } = scale
      return mm === null ? null : { kind: 'ruler', from: partOf(from, picture), to: partOf(to, picture), mm }
    }
  }
}

/** As it was kept, to be looked at and corrected. */
export function drawingOf({ outline, scale }: DrawnOutline, picture: Size): Drawing {
  const pixel = (part: { x: number; y: number }) => pixelOf(part, picture)
  return { outline: outline.map(pixel), scale: openedScale(scale, pixel) }
}

function openedScale(scale: PhotoScale, pixel: (part: { x: number; y: number }) => Point): Scale {
  if (scale.kind === 'ruler') return { ...scale, from: pixel(scale.from), to: pixel(scale.to) }
  const [a, b, c, d] = scale.corners
  return { kind: 'marker', corners: [pixel(a), pixel(b), pixel(c), pixel(d)] }
}

/** What a drawing comes to; `why` names the words for what is missing. */
export type Result =
  | { measured: true; areaMm2: number; longestMm: number; error: number }
  | { measured: false; why: 'no_outline' | 'no_scale' | 'no_length' | 'too_few_points' | 'crosses_itself' }

export function resultOf(drawing: Drawing, picture: Size): Result {
  const { outline, scale } = drawing
  if (scale.kind === 'none') return { measured: false, why: 'no_scale' }
  if (scale.kind === 'ruler' && scale.mm === null) return { measured: false, why: 'no_length' }
  if (outline.length < 3) return { measured: false, why: 'no_outline' }
  const drawn = drawnIn(drawing, picture)
  return drawn === null ? { measured: false, why: 'no_scale' } : measureOnPhoto(drawn, picture)
}
