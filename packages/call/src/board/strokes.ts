import {
  BOARD_LIMITS,
  PRESSURE_SCALE,
  STROKE_BATCH_BYTES,
  STROKE_SCALE,
  type BoardMessage,
  type StrokeStart,
} from '@visita/protocol'

/** A freehand stroke while the pen is down. Points are scene units relative to (x, y). */
export interface LiveStroke {
  id: string
  x: number
  y: number
  colour: string
  width: number
  points: readonly (readonly [number, number])[]
  /** One per point, 0 to 1; null for a finger or a mouse, whose pressure is made up from the speed. */
  pressures: readonly number[] | null
}

/** Turns a growing stroke into messages that carry only what is new in it. */
export class StrokeEncoder {
  readonly id: string
  readonly #start: StrokeStart
  readonly #stride: number
  #sent = 0
  #last = [0, 0, 0]

  constructor(stroke: number, { id, x, y, colour, width, pressures }: LiveStroke) {
    this.id = id
    const pressure = pressures !== null
    this.#stride = pressure ? 3 : 2
    this.#start = { type: 'stroke', stroke, id, x: tenths(x), y: tenths(y), colour, width, pressure }
  }

  get start(): BoardMessage {
    return this.#start
  }

  get drop(): BoardMessage {
    return { type: 'drop', stroke: this.#start.stroke }
  }

  /** The points that no earlier call has returned, each message within STROKE_BATCH_BYTES. */
  next({ points, pressures }: LiveStroke): BoardMessage[] {
    const batches: BoardMessage[] = []
    const head = JSON.stringify({ type: 'points', stroke: this.#start.stroke, deltas: [] }).length
    let deltas: number[] = []
    let bytes = head
    for (; this.#sent < points.length; this.#sent += 1) {
      const now = quantise(points[this.#sent], pressures?.[this.#sent])
      const delta = now.slice(0, this.#stride).map((value, axis) => value - (this.#last[axis] ?? 0))
      const cost = delta.join(',').length + 1
      if (bytes + cost > STROKE_BATCH_BYTES) {
        batches.push({ type: 'points', stroke: this.#start.stroke, deltas })
        deltas = []
        bytes = head
      }
      deltas.push(...delta)
      bytes += cost
      this.#last = now
    }
    if (deltas.length > 0) batches.push({ type: 'points', stroke: this.#start.stroke, deltas })
    return batches
  }

  /** Begins again: for a page that may have seen nothing of the stroke yet. */
  rewind(): void {
    this.#sent = 0
    this.#last = [0, 0, 0]
  }
}

/** The other person's unfinished stroke: one at a time, so a new start leaves an older one behind. */
export class StrokeDecoder {
  #current: { number: number; stroke: DecodedStroke; last: number[] } | null = null

  get stroke(): LiveStroke | null {
    return this.#current?.stroke ?? null
  }

  start({ stroke: number, id, x, y, colour, width, pressure }: StrokeStart): void {
    const stroke = { id, x, y, colour, width, points: [], pressures: pressure ? [] : null }
    this.#current = { number, stroke, last: [0, 0, 0] }
  }

  /** False for points that belong to another stroke, make no whole points, or are too many. */
  add(number: number, deltas: readonly number[]): boolean {
    if (this.#current?.number !== number) return false
    const { stroke, last } = this.#current
    const stride = stroke.pressures ? 3 : 2
    if (deltas.length % stride !== 0) return false
    if (stroke.points.length + deltas.length / stride > BOARD_LIMITS.strokePoints) return false
    for (let at = 0; at < deltas.length; at += stride) {
      for (let axis = 0; axis < stride; axis += 1) last[axis] = (last[axis] ?? 0) + (deltas[at + axis] ?? 0)
      const [x = 0, y = 0, force = 0] = last
      stroke.points.push([x / STROKE_SCALE, y / STROKE_SCALE])
      stroke.pressures?.push(Math.min(Math.max(force / PRESSURE_SCALE, 0), 1))
    }
    return true
  }

  drop(number: number): void {
    if (this.#current?.number === number) this.#current = null
  }

  /** The finished element has arrived and takes the place of its stroke. */
  finish(id: string): void {
    if (this.#current?.stroke.id === id) this.#current = null
  }

  clear(): void {
    this.#current = null
  }
}

interface DecodedStroke extends LiveStroke {
  points: [number, number][]
  pressures: number[] | null
}

const tenths = (value: number): number => Math.round(value * STROKE_SCALE) / STROKE_SCALE

/** Rounds the point and not the step from the one before, so that errors do not add up. */
function quantise(point: readonly [number, number] | undefined, force: number | undefined): number[] {
  const [x, y] = point ?? [0, 0]
  return [
    Math.round(x * STROKE_SCALE),
    Math.round(y * STROKE_SCALE),
    Math.round((force ?? 0.5) * PRESSURE_SCALE),
  ]
}
