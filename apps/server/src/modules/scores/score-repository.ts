import {
  type CaseId,
  type PersonId,
  personIdSchema,
  type Score,
  type ScoreContent,
  scoreContentSchema,
  type ScoreId,
  scoreIdSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import type { StoredCase } from '../cases/index.ts'
import { openJson, sealJson } from '../vault/index.ts'

export interface StoredScore {
  id: ScoreId
  series: Score['series']
  authorId: PersonId
  replaces: ScoreId | null
  at: number
  content: ScoreContent
}

const contentOf = (id: string) => ({ table: 'scores', row: id, column: 'sealed_content' })

/** Scores, sealed by the key of the patient; what is written stays as it is. */
export class ScoreRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async add(
    tx: Tx,
    of: Pick<StoredCase, 'id' | 'key'>,
    { id, series, authorId, replaces, at, content }: StoredScore,
  ): Promise<void> {
    await tx
      .insertInto('scores')
      .values({
        id,
        case_id: of.id,
        series,
        author_id: authorId,
        replaces,
        sealed_content: sealJson(of.key, content, contentOf(id)),
        at,
      })
      .execute()
  }

  /** Of which case an id is; null for none. */
  async caseOf(tx: Tx, id: ScoreId): Promise<string | null> {
    const row = await tx.selectFrom('scores').select('case_id').where('id', '=', id).executeTakeFirst()
    return row?.case_id ?? null
  }

  /** In the order in which they were written. */
  async list(of: Pick<StoredCase, 'id' | 'key'>, db: Database = this.#db): Promise<StoredScore[]> {
    const rows = await db
      .selectFrom('scores')
      .selectAll()
      .where('case_id', '=', of.id satisfies CaseId)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: scoreIdSchema.parse(row.id),
      series: row.series,
      authorId: personIdSchema.parse(row.author_id),
      replaces: row.replaces === null ? null : scoreIdSchema.parse(row.replaces),
      at: row.at,
      content: openJson(of.key, row.sealed_content, { ...contentOf(row.id), schema: scoreContentSchema }),
    }))
  }
}
