import { Readable } from 'node:stream'
import {
  type AuditEvent,
  type AuditFilter,
  type AuditFormat,
  type AuditPage,
  type AuditRole,
  type Participant,
  type PersonId,
} from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import type { Audit } from './audit.ts'
import { type AuditRow, hashOfRow } from './chain.ts'
import { eventOf } from './entry.ts'
import { textOf } from './export.ts'
import type { AuditRepository } from './repository.ts'

const PAGE = 100
const BATCH = 500

/** Who looks, and as what. */
export interface Looker {
  actor: PersonId
  actorRole: AuditRole
}

/** The names of those who are still known. */
export type NamesOf = (ids: PersonId[]) => Promise<Participant[]>

/** The log for the privacy officer. To look into it is an event of its own. */
export class AuditSearch {
  readonly #db: Database
  readonly #repository: AuditRepository
  readonly #audit: Audit
  readonly #namesOf: NamesOf

  constructor(deps: { db: Database; repository: AuditRepository; audit: Audit; namesOf: NamesOf }) {
    this.#db = deps.db
    this.#repository = deps.repository
    this.#audit = deps.audit
    this.#namesOf = deps.namesOf
  }

  /** A page of what fits, the newest first; `before` is the `next` of the page before it. */
  async search(looker: Looker, filter: AuditFilter, before?: number): Promise<AuditPage> {
    const rows = await this.#db.transaction().execute(async (tx) => {
      // Written first: whoever reads first finds on SQLite that another process has written meanwhile.
      await this.#audit.write(tx, { event: 'audit.searched', ...lookOf(looker, filter) })
      const thisLook = await this.#repository.newest(tx)
      return this.#repository.page(tx, filter, { before: before ?? thisLook, limit: PAGE })
    })
    const entries = rows.map(entryOf)
    const actors = await this.#namesOf(actorsOf(entries.map(({ event }) => event)))
    return { entries, actors, next: rows.length < PAGE ? null : (rows.at(-1)?.seq ?? null) }
  }

  /** All that fits, the oldest first, up to and including the event of this export. */
  async export(looker: Looker, filter: AuditFilter, format: AuditFormat): Promise<Readable> {
    const last = await this.#db.transaction().execute(async (tx) => {
      const { details, ...look } = lookOf(looker, filter)
      await this.#audit.write(tx, { event: 'audit.exported', ...look, details: { ...details, format } })
      return this.#repository.newest(tx)
    })
    const batches = this.#repository.batches(filter, { last, size: BATCH })
    return Readable.from(textOf(batches, format), { objectMode: false })
  }
}

/** Of a row that somebody has changed it is told that they have, and not what they made of it. */
const entryOf = (row: AuditRow): AuditPage['entries'][number] => ({
  seq: row.seq,
  at: Number.isSafeInteger(row.at) && row.at >= 0 ? row.at : null,
  event: row.hash === hashOfRow(row) ? eventOf(row) : null,
})

const lookOf = ({ actor, actorRole }: Looker, filter: AuditFilter) => ({
  actor,
  actorRole,
  subject: filter.subject ?? null,
  object: null,
  details: { actor: filter.actor ?? null, from: filter.from ?? null, until: filter.until ?? null },
})

/** Each once. */
export const actorsOf = (events: (AuditEvent | null)[]): PersonId[] =>
  Array.from(new Set(events.map((event) => event?.actor ?? null))).filter((id) => id !== null)
