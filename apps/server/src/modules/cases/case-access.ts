import type { AuditEventOf, CaseId, PersonId } from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { type Relations, requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseRepository, StoredCase } from './case-repository.ts'

type OnCase = 'case.opened' | 'case.read' | 'case.changed'
type Act = { [N in OnCase]: Pick<AuditEventOf<N>, 'event' | 'details'> }[OnCase]

/** Who may read a case and who may add to it, and the writing down of both. */
export class CaseAccess {
  readonly #db: Database
  readonly #cases: CaseRepository
  readonly #relations: Relations
  readonly #audit: Audit

  constructor(deps: { db: Database; cases: CaseRepository; relations: Relations; audit: Audit }) {
    this.#db = deps.db
    this.#cases = deps.cases
    this.#relations = deps.relations
    this.#audit = deps.audit
  }

  /** For the patient, who treats them, and who has their record open against the rule. Refuses everybody else. */
  async readable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    const relation = await this.#relations.toPatient(member.person.id, found.patientId)
    requireRelation(member, 'case.read', relation, { subject: found.patientId, object: id })
    return found
  }

  /** For doctors who treat the patient. Refuses everybody else. */
  async writable(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#require(id)
    await this.requireWriter(member, found.patientId, id)
    return found
  }

  /** Refuses whoever may not write into this patient's cases. */
  async requireWriter(member: Member, patientId: PersonId, object: CaseId): Promise<void> {
    const relation = await this.#relations.byTreatment(member.person.id, patientId)
    requireRelation(member, 'case.write', relation, { subject: patientId, object })
  }

  /** For the transaction of the change. */
  note(
    tx: Tx,
    member: Member,
    { id, patientId }: Pick<StoredCase, 'id' | 'patientId'>,
    act: Act,
  ): Promise<void> {
    const permission = act.event === 'case.read' ? 'case.read' : 'case.write'
    return this.#audit.write(tx, {
      ...act,
      ...actorFor(member, permission),
      subject: patientId,
      object: id,
    })
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
