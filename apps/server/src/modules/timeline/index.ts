export { spanOf } from './cursor.ts'
export { timelineRoutes } from './routes.ts'
export type { TimelineCase, TimelineSource, TimelineSpan } from './source.ts'
export { Timeline } from './timeline.ts'
