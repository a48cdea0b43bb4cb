import type { MeasuredSize } from '@visita/protocol'
import type { Size } from '../../ui/index.ts'
import { changeSince } from './words.ts'

/** Around what is plotted, for the words beside it; in pixels. */
const MARGIN = { left: 56, right: 12, top: 12, bottom: 28 }

interface Plotted {
  x: number
  y: number
  /** Where the error ends above and below. */
  top: number
  bottom: number
  /** It is above the errors of both that it has changed since the one before. */
  hasChanged: boolean
}

export interface AreaChart {
  points: readonly Plotted[]
  plot: { left: number; right: number; top: number; bottom: number }
  /** The largest value of the axis, in mm². */
  most: number
}

/** Areas over time, the axis from nought on: a small change must not look like a large one. */
export function areaChart(
  sizes: readonly { takenAt: number; measured: MeasuredSize }[],
  { width, height }: Size,
): AreaChart {
  const plot = {
    left: MARGIN.left,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  }
  const most = roundedUp(Math.max(...sizes.map(({ measured: { areaMm2, error } }) => areaMm2 * (1 + error))))
  const [first, last] = [sizes[0]?.takenAt ?? 0, sizes.at(-1)?.takenAt ?? 0]
  const yOf = (areaMm2: number): number => plot.bottom - (areaMm2 / most) * (plot.bottom - plot.top)
  const xOf = (at: number): number =>
    last === first
      ? (plot.left + plot.right) / 2
      : plot.left + 8 + ((at - first) / (last - first)) * (plot.right - plot.left - 16)
  const points = sizes.map(({ takenAt, measured }, index) => {
    const { areaMm2, error } = measured
    const change = changeSince(sizes[index - 1]?.measured, measured)
    return {
      x: xOf(takenAt),
      y: yOf(areaMm2),
      top: yOf(areaMm2 * (1 + error)),
      bottom: yOf(Math.max(0, areaMm2 * (1 - error))),
      hasChanged: change === 'larger' || change === 'smaller',
    }
  })
  return { points, plot, most }
}

/** To one, two or five of a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10)
}
