import { createHash } from 'node:crypto'
import {
  type AnswerConsentRequest,
  type Consent,
  CONSENT_KINDS,
  type ConsentKind,
  consentText,
  newestConsentVersion,
  type Participant,
  type PersonId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { requireRelation } from '../access/index.ts'
import type { ReadingRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { ConsentRepository } from './repository.ts'

/** What each patient agreed to, and no longer does: asked of the patient alone, seen by those who treat them (B27). */
export class Consents {
  readonly #db: Database
  readonly #repository: ConsentRepository
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #reading: ReadingRelation
  readonly #findPerson: (id: PersonId) => Promise<Participant>
  readonly #isPatient: (id: PersonId) => Promise<boolean>

  constructor(deps: {
    db: Database
    repository: ConsentRepository
    audit: Audit
    clock: Clock
    reading: ReadingRelation
    findPerson: (id: PersonId) => Promise<Participant>
    isPatient: (id: PersonId) => Promise<boolean>
  }) {
    this.#db = deps.db
    this.#repository = deps.repository
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#reading = deps.reading
    this.#findPerson = deps.findPerson
    this.#isPatient = deps.isPatient
  }

  /** For other modules: no for whoever was never asked. Whether one may treat is asked of nobody: see ADR 58. */
  async hasConsent(patientId: PersonId, kind: Exclude<ConsentKind, 'care'>): Promise<boolean> {
    return (await this.#repository.newest(patientId, kind))?.answer === 'yes'
  }

  async list(member: Member, patientId: PersonId): Promise<Consent[]> {
    const relation = await this.#reading(member.person.id, patientId)
    requireRelation(member, 'consent.read', relation, { subject: patientId, object: null })
    if (!(await this.#isPatient(patientId))) throw new Refusal('not_found')
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'record.read',
        ...actorFor(member, 'consent.read'),
        subject: patientId,
        object: null,
        details: { part: 'consents' },
      }),
    )
    const answers = await Promise.all(
      (await this.#repository.list(patientId)).map(async ({ authorId, ...answer }) => ({
        ...answer,
        by: await this.#findPerson(authorId),
      })),
    )
    return CONSENT_KINDS.map((kind) => ({ kind, answers: answers.filter((each) => each.kind === kind) }))
  }

  /** Repeating an answer that was kept changes nothing. */
  async answer(
    member: Member,
    patientId: PersonId,
    kind: ConsentKind,
    { after, answer, version }: AnswerConsentRequest,
  ): Promise<void> {
    const authorId = member.person.id
    const relation = authorId === patientId ? 'owner' : 'unrelated'
    requireRelation(member, 'consent.answer', relation, { subject: patientId, object: null })
    const words = consentText(kind, version)
    if (words === null || version !== newestConsentVersion(kind)) throw new Refusal('conflict')
    await this.#db.transaction().execute(async (tx) => {
      const newest = await this.#repository.newest(patientId, kind, tx)
      const current = newest?.revision ?? 0
      const isRepeated = current === after + 1 && newest?.answer === answer && newest.version === version
      if (isRepeated) return
      if (current !== after) throw new Refusal('conflict')
      const at = this.#clock()
      await this.#repository.add(tx, patientId, { kind, revision: after + 1, answer, version, authorId, at })
      await this.#audit.write(tx, {
        event: 'consent.answered',
        ...actorFor(member, 'consent.answer'),
        subject: patientId,
        object: null,
        details: { kind, answer, version, hash: hashOf(words) },
      })
    })
  }
}

/** SHA-256, in base64, of the words that were read. */
const hashOf = ({ text, question }: { text: string; question: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([text, question]))
    .digest('base64')
