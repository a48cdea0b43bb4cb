import type { AuditEventOf, PersonId, Relation, VisitId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import { readsUntil, relationIn, requireOpenToWrite, requireStillIn } from './policy.ts'
import type { Note, StoredVisit, VisitRepository } from './visit-repository.ts'

type InVisit = 'visit.read' | 'file.read' | 'message.kept' | 'board.kept' | 'file.kept'
type Act = { [N in InVisit]: Pick<AuditEventOf<N>, 'event' | 'object' | 'details'> }[InVisit]

/** A visit that somebody may read: all that was kept of it or, besides what is their own, what was kept `until` then. */
export interface ReadableVisit {
  visit: StoredVisit
  until: number | null
}

/** Who may read a visit and who may add to it, and the writing down of both. */
export class VisitAccess {
  readonly #db: Database
  readonly #visits: VisitRepository
  readonly #toPatient: (personId: PersonId, patientId: PersonId) => Promise<Relation>
  readonly #audit: Audit
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    visits: VisitRepository
    toPatient: (personId: PersonId, patientId: PersonId) => Promise<Relation>
    audit: Audit
    clock: Clock
  }) {
    this.#db = deps.db
    this.#visits = deps.visits
    this.#toPatient = deps.toPatient
    this.#audit = deps.audit
    this.#clock = deps.clock
  }

  /** For those who took part, and those who treat the patient whose record it belongs to. */
  async readable(member: Member, visitId: VisitId): Promise<ReadableVisit> {
    const visit = await this.#visits.find(visitId)
    if (visit === null) throw new Refusal('not_found')
    const { id } = member.person
    const taken = relationIn(visit, id)
    const until = readsUntil(visit, id)
    const isLimited = taken === 'unrelated' || until !== null
    const treats =
      isLimited && visit.patient !== null ? await this.#toPatient(id, visit.patient) : ('unrelated' as const)
    const relation = taken === 'unrelated' ? treats : taken
    requireRelation(member, 'visit.read', relation, { subject: visit.patient, object: visit.id })
    return { visit, until: treats === 'unrelated' ? until : null }
  }

  /** For those who took part. */
  async writable(
    member: Member,
    visitId: VisitId,
    permission: 'visit.say' | 'visit.write' = 'visit.write',
  ): Promise<StoredVisit> {
    const visit = await this.#visits.find(visitId)
    if (visit === null) throw new Refusal('not_found')
    const about = { subject: visit.patient, object: visit.id }
    requireRelation(member, permission, relationIn(visit, member.person.id), about)
    requireOpenToWrite(visit, this.#clock())
    requireStillIn(visit, member.person.id, this.#clock())
    return visit
  }

  /** Writes a reading down before it is answered. */
  async noteRead(member: Member, visit: StoredVisit, act: Act): Promise<void> {
    await this.#db.transaction().execute(this.noteOf(member, visit, act))
  }

  /** For the transaction of the change. */
  noteOf(member: Member, { patient }: StoredVisit, act: Act): Note {
    const permission = act.event.endsWith('.read')
      ? 'visit.read'
      : act.event === 'message.kept'
        ? 'visit.say'
        : 'visit.write'
    return (tx) => this.#audit.write(tx, { ...act, ...actorFor(member, permission), subject: patient })
  }
}
