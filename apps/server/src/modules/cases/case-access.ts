import {
  type AuditEventOf,
  type CaseId,
  may,
  type Permission,
  type PersonId,
  type Relation,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { type ReadingRelation, type Relations, requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseMembers } from './case-members.ts'
import type { CaseSteps, NewStep } from './case-steps.ts'
import type { CaseRepository, StoredCase } from './case-repository.ts'
import { isOfferedTo } from './responsibility.ts'

type OnCase = 'case.opened' | 'case.read' | 'case.changed' | 'case.passed' | 'note.signed'
type Act = { [N in OnCase]: Pick<AuditEventOf<N>, 'event' | 'details'> }[OnCase]

/** Who may read a case and who may add to it, and the writing down of both. */
export class CaseAccess {
  readonly #db: Database
  readonly #cases: CaseRepository
  readonly #members: CaseMembers
  readonly #relations: Relations
  readonly #audit: Audit
  readonly #steps: CaseSteps
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    cases: CaseRepository
    members: CaseMembers
    relations: Relations
    audit: Audit
    steps: CaseSteps
    clock: Clock
  }) {
    this.#db = deps.db
    this.#cases = deps.cases
    this.#members = deps.members
    this.#relations = deps.relations
    this.#audit = deps.audit
    this.#steps = deps.steps
    this.#clock = deps.clock
  }

  /**
   * For the patient, who treats them, who takes part in the case, to whom it is offered, and who has the record open
   * against the rule. Refuses everybody else.
   */
  async readable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    this.#judge(member, 'case.read', await this.#reading(member, found), found)
    return found
  }

  /** For doctors who treat the patient or take part in the case. Refuses everybody else. */
  async writable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    this.#judge(member, 'case.write', await this.#takingPart(member, found), found)
    return found
  }

  async mayWrite(member: Member, found: StoredCase): Promise<boolean> {
    return (
      may(member.roles, 'case.write', await this.#takingPart(member, found)) &&
      member.person.id !== found.patientId
    )
  }

  /** For the responsible doctor alone. */
  async leadable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    const isLeader = found.responsibility.by === member.person.id
    this.#judge(member, 'case.lead', isLeader ? 'owner' : 'unrelated', found)
    return found
  }

  /** For whom it is offered to. */
  async answerable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    const isAsked = isOfferedTo(found.responsibility, member.person.id)
    this.#judge(member, 'case.answer', isAsked ? 'owner' : 'unrelated', found)
    return found
  }

  /** For doctors who treat the patient. */
  async takeable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    const relation = await this.#relations.byTreatment(member.person.id, found.patientId)
    this.#judge(member, 'case.take_over', relation, found)
    return found
  }

  /** Nobody should write into a case without knowing of the allergies: also for who takes part in one case alone. */
  readonly toPatient: ReadingRelation = async (personId, patientId) => {
    const relation = await this.#relations.toPatient(personId, patientId)
    if (relation !== 'unrelated') return relation
    return (await this.#members.isWith(personId, patientId)) ? 'related' : 'unrelated'
  }

  /** Refuses whoever may not write into this patient's cases. */
  async requireWriter(member: Member, patientId: PersonId, object: CaseId): Promise<void> {
    const relation = await this.#relations.byTreatment(member.person.id, patientId)
    requireRelation(member, 'case.write', relation, { subject: patientId, object })
  }

  async #reading(member: Member, found: StoredCase): Promise<Relation> {
    const taking = await this.#takingPart(member, found)
    if (taking !== 'unrelated') return taking
    if (isOfferedTo(found.responsibility, member.person.id)) return 'related'
    return this.#relations.toPatient(member.person.id, found.patientId)
  }

  async #takingPart({ person }: Member, { id, patientId }: StoredCase): Promise<Relation> {
    const relation = await this.#relations.byTreatment(person.id, patientId)
    if (relation !== 'unrelated') return relation
    return (await this.#members.has(id, person.id)) ? 'related' : 'unrelated'
  }

  #judge(member: Member, permission: Permission, relation: Relation, { id, patientId }: StoredCase): void {
    requireRelation(member, permission, relation, { subject: patientId, object: id })
  }

  /** For the transaction of the change. */
  async note(
    tx: Tx,
    member: Member,
    { id, patientId }: Pick<StoredCase, 'id' | 'patientId'>,
    act: Act,
  ): Promise<void> {
    const step = stepOf(act)
    if (step !== null)
      await this.#steps.add(tx, { ...step, caseId: id, actorId: member.person.id }, this.#clock())
    const permission = act.event === 'case.read' ? 'case.read' : 'case.write'
    await this.#audit.write(tx, {
      ...act,
      ...actorFor(member, permission),
      subject: patientId,
      object: id,
    })
  }

  /** A list names patients and what ails them, and is about all of them at once. */
  noteList(tx: Tx, member: Member): Promise<void> {
    const actor = actorFor(member, 'case.list')
    return this.#audit.write(tx, { event: 'case.listed', ...actor, subject: null, object: null, details: {} })
  }

  /** As `readable`, with the reading written down. */
  async readAs(
    member: Member,
    id: CaseId,
    part: AuditEventOf<'case.read'>['details']['part'],
  ): Promise<StoredCase> {
    const found = await this.readable(member, id)
    await this.noteRead(member, found, part)
    return found
  }

  /** Writes a reading down before it is answered. */
  async noteRead(
    member: Member,
    of: StoredCase,
    part: AuditEventOf<'case.read'>['details']['part'],
  ): Promise<void> {
    await this.#db
      .transaction()
      .execute((tx) => this.note(tx, member, of, { event: 'case.read', details: { part } }))
  }

  async #require(id: CaseId): Promise<StoredCase> {
    const found = await this.#cases.find(id)
    if (found === null) throw new Refusal('not_found')
    return found
  }
}

/** What stays in the case's own history; null for what stands in it anyway. */
function stepOf(act: Act): Pick<NewStep, 'step' | 'doctorId'> | null {
  switch (act.event) {
    case 'case.opened':
      return { step: 'opened', doctorId: null }
    case 'case.passed':
      return { step: act.details.step, doctorId: act.details.doctor }
    case 'case.changed': {
      const { what } = act.details
      return what === 'closed' || what === 'reopened' ? { step: what, doctorId: null } : null
    }
    case 'case.read':
    case 'note.signed':
      return null
  }
}
