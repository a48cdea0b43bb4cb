import type { CaseId, PersonId, TimelineEntry, TimelineKind } from '@visita/protocol'
import type { Member } from '../../platform/principal.ts'
import type { DataKey } from '../vault/index.ts'
import type { Cursor } from './cursor.ts'

/** Of a case that the reader may read. */
export interface TimelineCase {
  id: CaseId
  patientId: PersonId
  openedAt: number
  /** Of the patient. */
  key: DataKey
}

/** A stretch of a timeline: the newest `limit` before the cursor. */
export interface TimelineSpan {
  /** Null for the newest of all. */
  before: Cursor | null
  limit: number
}

/** Something with its place on the timeline; it is opened only if it is shown. */
interface DueEntry {
  at: number
  id: string
  show: () => Promise<TimelineEntry>
}

/** What a module has to say on the timeline of a case, out of its own tables. */
export interface TimelineSource {
  /** What of it can be looked at alone. */
  kinds: readonly TimelineKind[]
  /** By time and then id, the newest first; `kinds` are some of its own. Never more than `limit`. */
  list: (
    reader: Member,
    of: TimelineCase,
    span: TimelineSpan,
    kinds: readonly TimelineKind[],
  ) => Promise<DueEntry[]>
}
