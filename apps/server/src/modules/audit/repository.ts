import type { AuditEventName, AuditEventOf, AuditFilter, PersonId } from '@visita/protocol'
import type { SelectQueryBuilder, Transaction } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import type { AuditRow } from './chain.ts'

type Query = SelectQueryBuilder<Tables, 'audit', AuditRow>

export interface Page {
  /** Goes on before this row; undefined begins with the newest. */
  before: number | undefined
  limit: number
}

const LOOKED = JSON.stringify({ part: 'readers' } satisfies AuditEventOf<'record.read'>['details'])

/** Looks into the log. It never changes it: that is the writer's alone. */
export class AuditRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** The newest rows that fit, newest first. */
  async page(tx: Transaction<Tables>, filter: AuditFilter, page: Page): Promise<AuditRow[]> {
    return pageOf(fitting(tx, filter), page).execute()
  }

  /** As `page`: what others did, of these kinds, with a patient's record. */
  async byOthers(
    tx: Transaction<Tables>,
    { subject, events }: { subject: PersonId; events: AuditEventName[] },
    page: Page,
  ): Promise<AuditRow[]> {
    const others = fitting(tx, { subject, events }).where((row) =>
      row.or([row('actor_id', 'is', null), row('actor_id', '!=', subject)]),
    )
    return pageOf(others, page).execute()
  }

  /** How many of an event there were about a patient since they last looked at who read their record. */
  async sinceLooked(subject: PersonId, event: AuditEventName): Promise<number> {
    const looked = await fitting(this.#db, { subject, actor: subject, events: ['record.read'] })
      .where('details', '=', LOOKED)
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    const { count } = await this.#db
      .selectFrom('audit')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('subject_id', '=', subject)
      .where('event', '=', event)
      .where('seq', '>', looked?.seq ?? 0)
      .executeTakeFirstOrThrow()
    return count
  }

  async newest(tx: Transaction<Tables>): Promise<number> {
    const row = await tx.selectFrom('audit').select('seq').orderBy('seq', 'desc').executeTakeFirst()
    return row?.seq ?? 0
  }

  /**
   * Everything that fits up to the row `last`, oldest first, in batches. Not in one transaction, which would
   * keep all others waiting for as long as somebody's download takes: rows that are there never change.
   */
  async *batches(filter: AuditFilter, { last, size }: { last: number; size: number }) {
    for (let after = 0; ;) {
      const rows = await fitting(this.#db, filter)
        .where('seq', '>', after)
        .where('seq', '<=', last)
        .orderBy('seq')
        .limit(size)
        .execute()
      const end = rows.at(-1)
      if (end === undefined) return
      yield rows
      after = end.seq
    }
  }
}

function fitting(db: Database, { from, until, events, actor, subject }: AuditFilter): Query {
  let query: Query = db.selectFrom('audit').selectAll()
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  if (events !== undefined) query = query.where('event', 'in', events)
  if (actor !== undefined) query = query.where('actor_id', '=', actor)
  if (subject !== undefined) query = query.where('subject_id', '=', subject)
  return query
}

/** Downward from the row `before`, or from the newest. */
const pageOf = (query: Query, { before, limit }: Page): Query =>
  (before === undefined ? query : query.where('seq', '<', before)).orderBy('seq', 'desc').limit(limit)
