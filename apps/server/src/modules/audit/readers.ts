import type { AuditEvent, AuditEventName, PersonId, ReadersPage } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import type { Audit } from './audit.ts'
import { eventOf } from './entry.ts'
import type { AuditRepository } from './repository.ts'
import { actorsOf, type Looker, type NamesOf } from './search.ts'

const PAGE = 50

/** Opens what was sealed for column `sealed_text` of row `object` with a patient's key; null where that is gone. */
export type OpenText = (sealed: {
  subject: string
  object: string
  sealedText: string
}) => Promise<string | null>

const READS = [
  'record.read',
  'visit.read',
  'file.read',
  'case.read',
  'photo.read',
  'break_glass.opened',
] as const satisfies AuditEventName[]
type Read = Extract<AuditEvent, { event: (typeof READS)[number] }>
type What = ReadersPage['reads'][number]['what']

/** For a patient: who else read my record, when, as what, and why where it was against the rule (X7). */
export class Readers {
  readonly #db: Database
  readonly #repository: AuditRepository
  readonly #audit: Audit
  readonly #namesOf: NamesOf
  readonly #openText: OpenText

  constructor(deps: {
    db: Database
    repository: AuditRepository
    audit: Audit
    namesOf: NamesOf
    openText: OpenText
  }) {
    this.#db = deps.db
    this.#repository = deps.repository
    this.#audit = deps.audit
    this.#namesOf = deps.namesOf
    this.#openText = deps.openText
  }

  /** A page of it, the newest first; `before` is the `next` of the page before it. */
  async ofOwnRecord(patient: Looker, before?: number): Promise<ReadersPage> {
    const subject = patient.actor
    const rows = await this.#db.transaction().execute(async (tx) => {
      const details = { part: 'readers' } as const
      await this.#audit.write(tx, { event: 'record.read', ...patient, subject, object: null, details })
      return this.#repository.byOthers(tx, { subject, events: [...READS] }, { before, limit: PAGE })
    })
    const events = rows.map(eventOf)
    const people = await this.#namesOf(actorsOf(events))
    const known = new Map(people.map((person) => [person.id, person]))
    const reads = await Promise.all(
      rows.map(async ({ seq, at }, index) => {
        const event = events[index]
        if (event == null || !isRead(event)) return null
        const { actor, actorRole: role } = event
        const reader = actor === null ? null : (known.get(actor) ?? null)
        return { seq, at, reader, role, what: await this.#whatOf(event) }
      }),
    )
    return {
      reads: reads.filter((read) => read !== null),
      next: rows.length < PAGE ? null : (rows.at(-1)?.seq ?? null),
    }
  }

  /** How many accesses against the rule the patient has not seen here yet. */
  unseen(patient: PersonId): Promise<number> {
    return this.#repository.sinceLooked(patient, 'break_glass.opened')
  }

  async #whatOf(read: Read): Promise<What> {
    switch (read.event) {
      case 'record.read':
        return { kind: 'record', part: read.details.part }
      case 'visit.read':
        return { kind: 'visit', visit: read.object, part: read.details.part }
      case 'case.read':
        return { kind: 'case', case: read.object, part: read.details.part }
      case 'photo.read':
        return { kind: 'photo', case: read.details.case }
      case 'file.read':
        return { kind: 'file', visit: read.details.visit }
      case 'break_glass.opened':
        return {
          kind: 'break_glass',
          minutes: read.details.minutes,
          reason: await this.#openText(read),
        }
    }
  }
}

const isRead = (event: AuditEvent): event is Read => READS.some((name) => name === event.event)
