export { TrendChart } from './TrendChart.tsx'
export { beginOf, endOf } from './trend-shape.ts'
