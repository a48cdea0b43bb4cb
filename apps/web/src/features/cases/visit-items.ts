import type { NoteContent, PersonId, VisitItem, VisitRecord } from '@visita/protocol'
import { dayAndTime } from '../record/times.ts'

interface About {
  patientId: PersonId
  clinic: string | null
  /** What kind of visit it was, in words. */
  type: string
  /** Such as "Files: 2. Messages: 14.": what was kept of the visit. */
  kept: string
}

/** The items of a visit's record, with what the visit itself knows already; the rest is for the doctor to write. */
export function visitItems(visit: VisitRecord, about: About): NoteContent {
  const { participants, startedAt, endedAt } = visit
  const patient = participants.find(({ id }) => id === about.patientId)
  const others = participants.filter(({ id }) => id !== about.patientId)
  const end = endedAt === null ? '' : ` – ${dayAndTime(endedAt)}`
  const items: Record<VisitItem, string> = {
    institution: about.clinic ?? '',
    professionals: others.map(({ displayName }) => displayName).join(', '),
    patient: patient?.displayName ?? '',
    time: `${dayAndTime(startedAt)}${end}`,
    type: about.type,
    specialty: '',
    reason: '',
    clinical: '',
    diagnosis: '',
    decision: '',
    tests: '',
    episodes: about.kept,
    report: '',
  }
  return { kind: 'visit', items }
}
