import type { PersonId, VisitId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Relations } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { TimelineSource } from '../timeline/index.ts'
import type { Keyring } from '../vault/index.ts'
import { CaseAccess } from './case-access.ts'
import { CaseMembers } from './case-members.ts'
import { CaseSteps } from './case-steps.ts'
import { CaseRepository } from './case-repository.ts'
import { Cases, type FindPerson } from './cases.ts'
import { Entries } from './entries.ts'
import { EntryRepository } from './entry-repository.ts'
import { type AddToCareTeam, HandOver } from './hand-over.ts'
import { LesionRepository } from './lesion-repository.ts'
import { NoteRepository } from './note-repository.ts'
import { Notes } from './notes.ts'

export type { StoredCase } from './case-repository.ts'
export type { Cases } from './cases.ts'
export { handOverRoutes } from './hand-over-routes.ts'
export { noteRoutes } from './note-routes.ts'
export { caseRoutes } from './routes.ts'

export interface CaseModule {
  cases: Cases
  handOver: HandOver
  entries: Entries
  notes: Notes
  /** For modules that keep something in a case: who may, with the key that seals it. */
  access: CaseAccess
  members: CaseMembers
  lesions: LesionRepository
  timeline: readonly TimelineSource[]
}

export function createCases(deps: {
  db: Database
  keyring: Keyring
  relations: Relations
  audit: Audit
  clock: Clock
  logger: Logger
  findPerson: FindPerson
  /** Whether somebody works here as a doctor now. */
  isDoctor: (id: PersonId) => Promise<boolean>
  addToCareTeam: AddToCareTeam
  /** Whether a visit belongs to a patient’s record. */
  isVisitOf: (visit: VisitId, patient: PersonId) => Promise<boolean>
}): CaseModule {
  const cases = new CaseRepository(deps.db, deps.keyring)
  const members = new CaseMembers(deps.db)
  const steps = new CaseSteps(deps.db)
  const [entries, notes] = [new EntryRepository(deps.db), new NoteRepository(deps.db)]
  const access = new CaseAccess({ ...deps, cases, members, steps })
  const lesions = new LesionRepository(deps.db)
  const handOver = new HandOver({ ...deps, access, cases, members })
  const courses = new Entries({ ...deps, access, entries })
  return {
    cases: new Cases({ ...deps, access, cases, lesions, members, handOver, entries: courses }),
    handOver,
    entries: courses,
    notes: new Notes({ ...deps, access, notes }),
    timeline: [entries, notes, steps].map((source) => source.timeline(deps.findPerson)),
    access,
    members,
    lesions,
  }
}
