import { timelinePageSchema, type CaseId, type TimelineKind, type TimelinePage } from '@visita/protocol'
import { ask } from './http.ts'

export interface TimelineQuestion {
  /** Null for everything. */
  kind: TimelineKind | null
  /** The `next` of the page before; null for the newest. */
  before: string | null
  limit: number
}

/** Throws `Refused`; the answer is parsed. */
export function readTimeline(of: CaseId, { kind, before, limit }: TimelineQuestion): Promise<TimelinePage> {
  const query = new URLSearchParams({ limit: String(limit) })
  if (kind !== null) query.set('kind', kind)
  if (before !== null) query.set('before', before)
  return ask(timelinePageSchema, 'GET', `/api/cases/${of}/timeline?${query.toString()}`)
}
