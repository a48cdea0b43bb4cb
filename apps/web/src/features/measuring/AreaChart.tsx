import type { MeasuredSize } from '@visita/protocol'
import { useRef } from 'react'
import { useSize } from '../../ui/index.ts'
import { day } from '../record/times.ts'
import { areaChart } from './area-chart.ts'
import styles from './Measuring.module.css'

const HEIGHT = 220

interface AreaChartProps {
  /** What a screen reader says in its place; the values stand in the table beside it. */
  label: string
  /** In the order in which the photographs were taken. */
  sizes: readonly { takenAt: number; measured: MeasuredSize }[]
}

/** The area of a lesion over time; filled where it has changed by more than the errors. */
export function AreaChart({ label, sizes }: AreaChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const { points, plot, most } = areaChart(sizes, { width, height: HEIGHT })
  const [first, last] = [sizes[0], sizes.at(-1)]
  return (
    <div ref={frame}>
      <svg className={styles.chart} width="100%" height={HEIGHT} role="img" aria-label={label}>
        <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
        <line x1={plot.left} x2={plot.right} y1={plot.top} y2={plot.top} />
        <text x={plot.left - 8} y={plot.top + 5} textAnchor="end">
          {most.toLocaleString()}
        </text>
        <text x={plot.left - 8} y={plot.bottom + 5} textAnchor="end">
          0 mm²
        </text>
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
        {points.map(({ x, y, top, bottom, hasChanged }) => (
          <g key={`${x} ${y}`} data-changed={hasChanged}>
            <path d={`M${x} ${top}V${bottom}M${x - 5} ${top}h10M${x - 5} ${bottom}h10`} />
            <circle cx={x} cy={y} r={5} />
          </g>
        ))}
        {first && (
          <text x={plot.left} y={HEIGHT - 6}>
            {day(first.takenAt)}
          </text>
        )}
        {last && last !== first && (
          <text x={plot.right} y={HEIGHT - 6} textAnchor="end">
            {day(last.takenAt)}
          </text>
        )}
      </svg>
    </div>
  )
}
