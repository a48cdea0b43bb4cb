export type { Visit, VisitEnd, Visits } from './visits.ts'
