import { apply, type Homography, homographyOf, inverse, type Quad } from './homography.ts'
import { CELLS, cellMiddle, isBlack, MARKER_CORNERS, MARKER_MM } from './marker.ts'
import { boxMean, lumaBetween, lumaOf, type Pixels, type Plane, type Point, shrunk } from './pixels.ts'
import { areaOf, distance, hullOf, type Region, regionsOf, turn } from './regions.ts'
import { refined } from './refine-corners.ts'
import { PAPER_ERROR, type Scale } from './scale.ts'

/** A marker that is whole in the picture, and so what a millimetre is on the plane that it lies on. */
export interface Marker extends Scale {
  /** In the picture, from the marker's own upper left on, clockwise. */
  corners: Quad
  toPicture: Homography
  /** The mean length of its sides, in pixels. */
  sidePx: number
}

/** Long enough for a marker of a fifteenth of the picture, short enough for an old telephone. */
const SEARCH_LONG_SIDE = 960
/** In pixels of the searched picture: below, the cells are too small to be told from each other. */
const SMALLEST_SIDE = 24
const LARGEST_PART = 0.8
/** Darker than its surroundings by this part; paper that lies in shade is lighter than that. */
const DARKER = 0.88
/** How much of the square through its corners a frame fills at least. */
const SQUARENESS = 0.9

/**
 * The marker of a picture; null where none is to be seen whole, cut off or covered ones among them. Where there are
 * several, the largest.
 */
export function findMarker(pixels: Pixels): Marker | null {
  const small = shrunk(pixels, SEARCH_LONG_SIDE)
  const scale = { x: pixels.width / small.width, y: pixels.height / small.height }
  const dark = darkIn(lumaOf(small))
  const { labels, regions } = regionsOf(dark, small.width)
  return regions
    .filter((region) => mayBeFrame(region, small))
    .map((region) => cornersOf(region, labels, small.width))
    .filter((corners) => corners !== null)
    .map(([a, b, c, d]) => {
      const enlarge = ({ x, y }: Point): Point => ({ x: x * scale.x, y: y * scale.y })
      return read(pixels, refined(pixels, [enlarge(a), enlarge(b), enlarge(c), enlarge(d)], scale.x))
    })
    .filter((marker) => marker !== null)
    .reduce<Marker | null>((best, each) => (best === null || each.sidePx > best.sidePx ? each : best), null)
}

function darkIn(luma: Plane): Uint8Array {
  const around = boxMean(luma, Math.round(Math.max(luma.width, luma.height) / 12))
  const dark = new Uint8Array(luma.data.length)
  for (let index = 0; index < dark.length; index += 1) {
    if ((luma.data[index] ?? 0) < (around.data[index] ?? 0) * DARKER) dark[index] = 1
  }
  return dark
}

function mayBeFrame({ left, right, top, bottom, size }: Region, { width, height }: Pixels): boolean {
  const [wide, high] = [right - left + 1, bottom - top + 1]
  if (Math.min(wide, high) < SMALLEST_SIDE || wide > width * LARGEST_PART || high > height * LARGEST_PART)
    return false
  // Frame and black cells together: between a fifth and nearly all of a box that may stand on its corner.
  return left > 0 && top > 0 && right < width - 1 && bottom < height - 1 && size > wide * high * 0.2
}

/** The four corners of a region that is a square as a camera sees it; null for another shape. */
function cornersOf(
  { label, left, right, top, bottom }: Region,
  labels: Int32Array,
  width: number,
): Quad | null {
  const edges: Point[] = []
  for (let y = top; y <= bottom; y += 1) {
    const row = labels.subarray(y * width + left, y * width + right + 1)
    const [first, last] = [row.indexOf(label), row.lastIndexOf(label)]
    if (first === -1) continue
    for (const below of [0, 1]) {
      edges.push({ x: left + first, y: y + below }, { x: left + last + 1, y: y + below })
    }
  }
  const hull = hullOf(edges)
  const quad = largestQuadIn(hull)
  return quad !== null && areaOf(quad) > areaOf(hull) * SQUARENESS ? quad : null
}

/** Its longest diagonal, and the corner farthest from that on each side. */
function largestQuadIn(hull: readonly Point[]): Quad | null {
  let [from, to, longest]: [Point | undefined, Point | undefined, number] = [undefined, undefined, 0]
  for (const [index, a] of hull.entries()) {
    for (const b of hull.slice(index + 1)) {
      if (distance(a, b) > longest) [from, to, longest] = [a, b, distance(a, b)]
    }
  }
  const beside = hull.map((point) => ({ point, side: turn(from, to, point) }))
  const right = beside.reduce((far, each) => (each.side > far.side ? each : far), {
    point: undefined,
    side: 0,
  } as Beside)
  const left = beside.reduce((far, each) => (each.side < far.side ? each : far), {
    point: undefined,
    side: 0,
  } as Beside)
  if (from === undefined || to === undefined || left.point === undefined || right.point === undefined)
    return null
  return [from, left.point, to, right.point]
}

interface Beside {
  point: Point | undefined
  side: number
}

/** The marker whose outer corners these are, whichever way it lies; null where its cells are not the marker's. */
function read(pixels: Pixels, corners: Quad | null): Marker | null {
  if (corners === null) return null
  const [a, b, c, d] = corners
  for (const turned of [corners, [b, c, d, a], [c, d, a, b], [d, a, b, c]] satisfies Quad[]) {
    const toPicture = homographyOf(MARKER_CORNERS, turned)
    const toMillimetres = toPicture && inverse(toPicture)
    if (toPicture === null || toMillimetres === null) return null
    if (!hasTheCells(pixels, toPicture)) continue
    const [e, f, g, h] = turned
    const sidePx = (distance(e, f) + distance(f, g) + distance(g, h) + distance(h, e)) / 4
    return { corners: turned, toMillimetres, toPicture, sidePx, error: PAPER_ERROR }
  }
  return null
}

/** All cells, and white paper one cell wide around them: what is cut off or covered is not measured by. */
function hasTheCells(pixels: Pixels, toPicture: Homography): boolean {
  const black: number[] = []
  const white: number[] = []
  for (let row = -1; row <= CELLS; row += 1) {
    for (let column = -1; column <= CELLS; column += 1) {
      const inside = column >= 0 && row >= 0 && column < CELLS && row < CELLS
      // Paper is cut narrower than it should be: nearer to the frame than the middle of the cell.
      const middle = inside ? cellMiddle(column, row) : nearFrame(column, row)
      const seen = apply(toPicture, middle)
      if (seen.x < 0 || seen.y < 0 || seen.x > pixels.width || seen.y > pixels.height) return false
      const target = inside && isBlack(column, row) ? black : white
      target.push(lumaBetween(pixels, seen))
    }
  }
  const [lightestBlack, darkestWhite] = [Math.max(...black), Math.min(...white)]
  return darkestWhite > lightestBlack && mean(white) > mean(black) * 1.6
}

const nearFrame = (column: number, row: number): Point => ({ x: closeTo(column), y: closeTo(row) })

function closeTo(cell: number): number {
  if (cell < 0) return -MARKER_MM / 24
  return cell >= CELLS ? MARKER_MM * (1 + 1 / 24) : cellMiddle(cell, cell).x
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length
