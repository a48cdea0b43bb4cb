import { useRef } from 'react'
import { useSize } from '../../ui/index.ts'
import styles from './TrendChart.module.css'
import { trendShape, type TrendPoint, type TrendSpan } from './trend-shape.ts'

const HEIGHT = 240
/** With more of them their values would lie on each other. */
const MOST_LABELS = 8

interface TrendChartProps {
  /** What a screen reader says in the place of the picture; the values themselves stand in a table beside it. */
  label: string
  points: readonly TrendPoint[]
  spans: readonly TrendSpan[]
  /** Before the list of the spans. */
  spansTitle: string
  /** What the patient says is drawn in another way than what is measured. */
  by: 'doctor' | 'patient'
}

/** Values over time, with what was given meanwhile as numbered bands behind them. */
export function TrendChart({ label, points, spans, spansTitle, by }: TrendChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const shape = trendShape(points, spans, { width, height: HEIGHT })
  const { plot } = shape
  return (
    <div className={styles.trend}>
      <div ref={frame}>
        <svg className={styles.chart} data-by={by} height={HEIGHT} width="100%" role="img" aria-label={label}>
          {shape.spans.map((span) => (
            <g key={span.number} className={styles.span} data-odd={span.number % 2 === 1}>
              <rect x={span.x} y={plot.top} width={span.width} height={plot.bottom - plot.top} />
              <text x={span.x + 6 + 22 * ((span.number - 1) % 3)} y={plot.top - 8}>
                {span.number}
              </text>
            </g>
          ))}
          {shape.values.map(({ value, y }) => (
            <g key={value} className={styles.value}>
              <line x1={plot.left} x2={plot.right} y1={y} y2={y} />
              <text x={plot.left - 8} y={y + 5} textAnchor="end">
                {value.toLocaleString([], { maximumFractionDigits: 3 })}
              </text>
            </g>
          ))}
          {shape.days.map(({ at, x }, index) => (
            <text
              key={at}
              className={styles.day}
              x={x}
              y={HEIGHT - 8}
              textAnchor={index === 0 ? 'start' : index === shape.days.length - 1 ? 'end' : 'middle'}
            >
              {shortDay(at)}
            </text>
          ))}
          <polyline points={shape.points.map(({ x, y }) => `${x},${y}`).join(' ')} />
          {shape.points.map(({ at, value, x, y }, index) => (
            // Two of one day have the same place and may have the same value.
            // oxlint-disable-next-line react/no-array-index-key
            <g key={`${at} ${index}`} className={styles.point} transform={`translate(${x} ${y})`}>
              {by === 'doctor' ? <circle r={5} /> : <path d="M0-7 7 0 0 7-7 0Z" />}
              {points.length <= MOST_LABELS && (
                <text
                  y={-11}
                  textAnchor={index === 0 ? 'start' : index === points.length - 1 ? 'end' : 'middle'}
                >
                  {value.toLocaleString([], { maximumFractionDigits: 3 })}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      {shape.spans.length > 0 && (
        <div className={styles.spans}>
          <p>{spansTitle}</p>
          <ol>
            {shape.spans.map((span) => (
              <li key={span.number}>{span.label}</li>
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}

const shortDay = (at: number): string =>
  new Date(at).toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
