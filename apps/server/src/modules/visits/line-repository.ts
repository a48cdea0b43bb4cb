import {
  lineSummarySchema,
  pageIdSchema,
  personIdSchema,
  type KeptLine,
  type VisitId,
} from '@visita/protocol'
import type { Database } from '../../platform/database.ts'

/** A page that is reloaded begins another; nobody reloads more often than this in earnest. */
const MOST_PAGES = 50

/** How the lines of visits were (B7). */
export class LineRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** In place of what that page said before; `kept` is false where the person has said it of too many pages. */
  async keep(
    visitId: VisitId,
    { person, page: pageId, ...figures }: KeptLine,
    now: number,
  ): Promise<{ kept: boolean }> {
    const row = { figures: JSON.stringify(figures), stored_at: now }
    return this.#db.transaction().execute(async (tx) => {
      const pages = await tx
        .selectFrom('visit_lines')
        .select('page_id')
        .where('visit_id', '=', visitId)
        .where('person_id', '=', person)
        .execute()
      if (pages.some((page) => page.page_id === pageId)) {
        await tx
          .updateTable('visit_lines')
          .set(row)
          .where('visit_id', '=', visitId)
          .where('person_id', '=', person)
          .where('page_id', '=', pageId)
          .execute()
        return { kept: true }
      }
      if (pages.length >= MOST_PAGES) return { kept: false }
      await tx
        .insertInto('visit_lines')
        .values({ visit_id: visitId, person_id: person, page_id: pageId, ...row })
        .execute()
      return { kept: true }
    })
  }

  async list(visitId: VisitId): Promise<KeptLine[]> {
    const rows = await this.#db
      .selectFrom('visit_lines')
      .select(['person_id', 'page_id', 'figures'])
      .where('visit_id', '=', visitId)
      .orderBy('stored_at')
      .execute()
    return rows.map((row) => ({
      ...lineSummarySchema.parse(JSON.parse(row.figures)),
      person: personIdSchema.parse(row.person_id),
      page: pageIdSchema.parse(row.page_id),
    }))
  }
}
