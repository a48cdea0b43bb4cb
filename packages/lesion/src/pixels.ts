/** Eight bits each of red, green, blue and alpha, row by row from the upper left: what `ImageData` is. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** One value for each pixel, row by row from the upper left. */
export interface Plane {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/** In pixels from the upper left corner of the picture; the middle of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Where the sRGB values of a pixel add up to its luma (Rec. 601), 0 to 255. */
const lumaAt = (data: Uint8ClampedArray, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)

export function lumaOf({ width, height, data }: Pixels): Plane {
  const luma = new Float32Array(width * height)
  for (let index = 0; index < luma.length; index += 1) luma[index] = lumaAt(data, index * 4)
  return { width, height, data: luma }
}

/**
 * The picture with its longer side at most `longSide` pixels; each pixel is the mean of those that it stands for.
 * A picture that is small enough is given back as it is.
 */
export function shrunk(pixels: Pixels, longSide: number): Pixels {
  const scale = longSide / Math.max(pixels.width, pixels.height)
  if (scale >= 1) return pixels
  const width = Math.max(1, Math.round(pixels.width * scale))
  const height = Math.max(1, Math.round(pixels.height * scale))
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [edge(y, height, pixels.height), edge(y + 1, height, pixels.height)]
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [edge(x, width, pixels.width), edge(x + 1, width, pixels.width)]
      data.set(meanIn(pixels, { left, right, top, bottom }), (y * width + x) * 4)
    }
  }
  return { width, height, data }
}

/** Where the part `index` of `count` begins in `whole` pixels. */
const edge = (index: number, count: number, whole: number): number => Math.floor((index * whole) / count)

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

function meanIn(
  { width, data }: Pixels,
  { left, right, top, bottom }: Box,
): [number, number, number, number] {
  let [red, green, blue] = [0, 0, 0]
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      red += data[at] ?? 0
      green += data[at + 1] ?? 0
      blue += data[at + 2] ?? 0
    }
  }
  const count = Math.max(1, (right - left) * (bottom - top))
  return [red / count, green / count, blue / count, 255]
}

/** Between the middles of the four nearest pixels; at the edge the edge goes on. */
export function lumaBetween({ width, height, data }: Pixels, { x, y }: Point): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)]
  const [rightPart, lowerPart] = [x - 0.5 - left, y - 0.5 - top]
  const at = (column: number, row: number): number =>
    lumaAt(data, (clamp(row, height - 1) * width + clamp(column, width - 1)) * 4)
  const upper = at(left, top) * (1 - rightPart) + at(left + 1, top) * rightPart
  const lower = at(left, top + 1) * (1 - rightPart) + at(left + 1, top + 1) * rightPart
  return upper * (1 - lowerPart) + lower * lowerPart
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value))

/** The mean in a square of `2 radius + 1` pixels around each, by running sums; at the edge of what is there. */
export function boxMean({ width, height, data }: Plane, radius: number): Plane {
  const along = new Float32Array(data.length)
  for (let y = 0; y < height; y += 1)
    meanLine(data, along, { start: y * width, step: 1, count: width }, radius)
  const mean = new Float32Array(data.length)
  for (let x = 0; x < width; x += 1) meanLine(along, mean, { start: x, step: width, count: height }, radius)
  return { width, height, data: mean }
}

interface Line {
  start: number
  step: number
  count: number
}

function meanLine(from: Float32Array, to: Float32Array, { start, step, count }: Line, radius: number): void {
  let [sum, held] = [0, 0]
  for (let index = -radius; index < count; index += 1) {
    const [entering, leaving] = [index + radius, index - radius - 1]
    if (entering < count) {
      sum += from[start + entering * step] ?? 0
      held += 1
    }
    if (leaving >= 0) {
      sum -= from[start + leaving * step] ?? 0
      held -= 1
    }
    if (index >= 0) to[start + index * step] = sum / held
  }
}
