/** A measured value; times are epoch milliseconds. */
export interface TrendPoint {
  at: number
  value: number
}

/** What was going on meanwhile, such as a treatment; null while it goes on. */
export interface TrendSpan {
  label: string
  from: number
  to: number | null
}

export interface TrendShape {
  /** Where each point is, in pixels from the upper left corner. */
  points: readonly (TrendPoint & { x: number; y: number })[]
  /** Those that have to do with the time that is shown; `number` as in the list beside the chart. */
  spans: readonly (TrendSpan & { number: number; x: number; width: number })[]
  values: readonly { value: number; y: number }[]
  days: readonly { at: number; x: number }[]
  /** The field in which the points are. */
  plot: { left: number; right: number; top: number; bottom: number }
}

const DAY_MS = 24 * 60 * 60 * 1000
const MARGIN = { left: 48, right: 16, top: 28, bottom: 30 }
/** As many lines as one can still tell apart. */
const MOST_VALUES = 5

/** Where all of a chart is in its `size` (CSS pixels): upward from nought, and in time from the first point to the last. */
export function trendShape(
  points: readonly TrendPoint[],
  spans: readonly TrendSpan[],
  size: { width: number; height: number },
): TrendShape {
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, size.width - MARGIN.right),
    top: MARGIN.top,
    bottom: size.height - MARGIN.bottom,
  }
  const [begin, end] = timeAround(points)
  const step = stepFor(Math.max(...points.map(({ value }) => value), 0))
  const count = Math.max(1, Math.ceil(Math.max(...points.map(({ value }) => value), 0) / step))
  const x = (at: number): number => plot.left + ((at - begin) / (end - begin)) * (plot.right - plot.left)
  const y = (value: number): number => plot.bottom - (value / (count * step)) * (plot.bottom - plot.top)
  return {
    points: points.map((point) => ({ ...point, x: x(point.at), y: y(point.value) })),
    spans: spans
      .filter(({ from, to }) => from <= end && (to ?? end) >= begin)
      .map((span, index) => {
        const [left, right] = [x(Math.max(span.from, begin)), x(Math.min(span.to ?? end, end))]
        return { ...span, number: index + 1, x: left, width: Math.max(2, right - left) }
      }),
    values: Array.from({ length: count + 1 }, (_, index) => ({ value: index * step, y: y(index * step) })),
    days: (size.width < 420 ? [begin, end] : [begin, (begin + end) / 2, end]).map((at) => ({ at, x: x(at) })),
    plot,
  }
}

/** A single point has some time around it. */
function timeAround(points: readonly TrendPoint[]): [number, number] {
  const times = points.map(({ at }) => at)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  return last - first >= DAY_MS ? [first, last] : [first - 14 * DAY_MS, last + 14 * DAY_MS]
}

/** 1, 2 or 5 with noughts, so that there are few lines up to the highest value. */
function stepFor(highest: number): number {
  const rough = Math.max(highest, 1e-9) / MOST_VALUES
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power
}

/** The first moment of a day, a month or a year (`2026`, `2026-03`, `2026-03-14`), in UTC. */
export const beginOf = (date: string): number => Date.UTC(...partsOf(date))

/** The last moment of it. */
export function endOf(date: string): number {
  const [year, month, day] = partsOf(date)
  const parts = date.split('-').length
  const next: [number, number, number] =
    parts === 1 ? [year + 1, 0, 1] : parts === 2 ? [year, month + 1, 1] : [year, month, day + 1]
  return Date.UTC(...next) - 1
}

function partsOf(date: string): [number, number, number] {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number)
  return [year, month - 1, day]
}
