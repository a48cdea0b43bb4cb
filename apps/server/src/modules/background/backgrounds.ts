import { isDeepStrictEqual } from 'node:util'
import type { Background, BackgroundContent, Participant, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { type ReadingRelation, type Relations, requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { BackgroundRepository } from './repository.ts'

const NOTHING_SAID: BackgroundContent = {
  allergies: null,
  medicines: null,
  illnesses: '',
  skin: '',
  pregnancy: null,
}

/** Allergies, medicines and history of patients (B27): asked of the patient, seen and added to by those who treat them. */
export class Backgrounds {
  readonly #db: Database
  readonly #repository: BackgroundRepository
  readonly #relations: Relations
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #findPerson: (id: PersonId) => Promise<Participant>
  readonly #reading: ReadingRelation
  readonly #isPatient: (id: PersonId) => Promise<boolean>

  constructor(deps: {
    db: Database
    repository: BackgroundRepository
    relations: Relations
    audit: Audit
    clock: Clock
    findPerson: (id: PersonId) => Promise<Participant>
    reading: ReadingRelation
    isPatient: (id: PersonId) => Promise<boolean>
  }) {
    this.#db = deps.db
    this.#repository = deps.repository
    this.#relations = deps.relations
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#findPerson = deps.findPerson
    this.#reading = deps.reading
    this.#isPatient = deps.isPatient
  }

  async read(member: Member, patientId: PersonId): Promise<Background> {
    const relation = await this.#reading(member.person.id, patientId)
    requireRelation(member, 'background.read', relation, { subject: patientId, object: null })
    if (!(await this.#isPatient(patientId))) throw new Refusal('not_found')
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'record.read',
        ...actorFor(member, 'background.read'),
        subject: patientId,
        object: null,
        details: { part: 'background' },
      }),
    )
    const found = await this.#repository.newest(patientId)
    if (found === null) return { revision: 0, content: NOTHING_SAID, last: null }
    const { revision, content, authorId, writtenAt } = found
    return { revision, content, last: { by: await this.#findPerson(authorId), at: writtenAt } }
  }

  /** Repeating what was kept changes nothing; `conflict` where another version has been written since `after`. */
  async keep(
    member: Member,
    patientId: PersonId,
    { after, content }: { after: number; content: BackgroundContent },
  ): Promise<{ revision: number }> {
    const authorId = member.person.id
    const relation = await this.#relations.byTreatment(authorId, patientId)
    requireRelation(member, 'background.write', relation, { subject: patientId, object: null })
    if (!(await this.#isPatient(patientId))) throw new Refusal('not_found')
    return this.#db.transaction().execute(async (tx) => {
      const newest = await this.#repository.newest(patientId, tx)
      const current = newest?.revision ?? 0
      if (newest !== null && isDeepStrictEqual(newest.content, content)) return { revision: current }
      if (current !== after) throw new Refusal('conflict')
      const revision = after + 1
      await this.#repository.write(tx, patientId, { after, content, authorId, now: this.#clock() })
      await this.#audit.write(tx, {
        event: 'background.kept',
        ...actorFor(member, 'background.write'),
        subject: patientId,
        object: null,
        details: { revision },
      })
      return { revision }
    })
  }
}
