import type { CaseEntry, EntryId } from '@visita/protocol'
import type { StoredEntry } from './entry-repository.ts'

type Kind = CaseEntry['kind']
type EntryOf<K extends Kind> = Omit<StoredEntry, 'entry'> & { entry: Extract<CaseEntry, { kind: K }> }

/** Each diagnosis and treatment of a case with what ended it. */
export interface StoredCourse {
  diagnoses: { begun: EntryOf<'diagnosis'>; end: EntryOf<'diagnosis_end'> | null }[]
  treatments: { begun: EntryOf<'treatment'>; end: EntryOf<'treatment_stop'> | null }[]
}

/** What the entries of a case, in the order in which they were written, come to: those that began last first. */
export function courseOf(entries: readonly StoredEntry[]): StoredCourse {
  const of = <K extends Kind>(kind: K): EntryOf<K>[] => entries.filter((each) => isOf(each, kind))
  const ends = new Map(of('diagnosis_end').map((end) => [end.entry.diagnosis, end]))
  const stops = new Map(of('treatment_stop').map((stop) => [stop.entry.treatment, stop]))
  return {
    diagnoses: of('diagnosis')
      .toSorted(byBeginning)
      .map((begun) => ({ begun, end: ends.get(begun.id) ?? null })),
    treatments: of('treatment')
      .toSorted(byBeginning)
      .map((begun) => ({ begun, end: stops.get(begun.id) ?? null })),
  }
}

/** What is wrong with an entry after these; null where nothing is. What is ended must have begun, and once. */
export function faultAfter(
  entries: readonly StoredEntry[],
  entry: CaseEntry,
): 'bad_request' | 'conflict' | null {
  const { diagnoses, treatments } = courseOf(entries)
  switch (entry.kind) {
    case 'diagnosis':
    case 'treatment':
      return null
    case 'diagnosis_end':
      return faultOfEnd(diagnoses, entry.diagnosis)
    case 'treatment_stop':
      return faultOfEnd(treatments, entry.treatment)
  }
}

function faultOfEnd(
  courses: readonly { begun: { id: EntryId }; end: unknown }[],
  id: EntryId,
): 'bad_request' | 'conflict' | null {
  const found = courses.find(({ begun }) => begun.id === id)
  if (found === undefined) return 'bad_request'
  return found.end === null ? null : 'conflict'
}

function isOf<K extends Kind>(stored: StoredEntry, kind: K): stored is EntryOf<K> {
  return stored.entry.kind === kind
}

/** Dates of different precision, such as 2026 and 2026-03, compare as text well enough. */
const byBeginning = (one: EntryOf<'diagnosis' | 'treatment'>, other: typeof one): number =>
  other.entry.from.localeCompare(one.entry.from) || other.at - one.at
