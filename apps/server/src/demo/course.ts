import type {
  BackgroundContent,
  Certainty,
  ConsentAnswer,
  ConsentKind,
  LesionRequest,
  OpenCaseRequest,
  StopReason,
} from '@visita/protocol'
import type { Tone } from '@visita/lesion/synthetic'
import type { Invented } from './people.ts'
import type { PastVisit } from './story.ts'

/** What somebody does on a day of a course; what is ended is called as it was when it began. */
export type Act =
  | { kind: 'photo'; radiusMm: number; redness: number }
  | { kind: 'diagnosis'; code: string; label: string; certainty: Certainty }
  | { kind: 'diagnosis_end'; label: string; why: 'resolved' | 'wrong' }
  | { kind: 'treatment'; what: string }
  | { kind: 'stop'; what: string; reason: StopReason; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'hand_over'; to: Invented }
  | { kind: 'close' }

export interface Day {
  daysAgo: number
  acts: readonly Act[]
}

/** A patient's case from the visit in which it is opened. */
export interface Course {
  visit: PastVisit
  opened: OpenCaseRequest
  background: BackgroundContent
  consents: Partial<Record<ConsentKind, ConsentAnswer>>
  /** The first is the one of the photographs. */
  lesions: readonly [Omit<LesionRequest, 'since'>, ...Omit<LesionRequest, 'since'>[]]
  picture: { tone: Tone; seed: number; acrossMm: number; withMarker: boolean }
  /** The first is that of the visit. */
  days: readonly Day[]
}

export const day = (daysAgo: number, ...acts: Act[]): Day => ({ daysAgo, acts })
export const photo = (radiusMm: number, redness: number): Act => ({ kind: 'photo', radiusMm, redness })
export const note = (text: string): Act => ({ kind: 'note', text })
export const begins = (what: string): Act => ({ kind: 'treatment', what })
export const stops = (what: string, reason: StopReason, text: string): Act => ({
  kind: 'stop',
  what,
  reason,
  text,
})
export const found = (code: string, label: string, certainty: Certainty): Act => ({
  kind: 'diagnosis',
  code,
  label,
  certainty,
})
