import {
  type CaseId,
  type Lesion,
  type LesionId,
  lesionIdSchema,
  type LesionRequest,
  lesionRequestSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { openJson, sealJson } from '../vault/index.ts'
import type { StoredCase } from './case-repository.ts'

const detailsOf = (id: string, version: number) => ({
  table: 'lesions',
  row: id,
  column: 'sealed_details',
  version,
})

/** The places on the skin that a case follows. */
export class LesionRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Adds it, or corrects what was said of it. An id of another case is a `conflict`. */
  async keep(
    tx: Tx,
    of: Pick<StoredCase, 'id' | 'key'>,
    { id, now, ...details }: LesionRequest & { id: LesionId; now: number },
  ): Promise<void> {
    const earlier = await tx
      .selectFrom('lesions')
      .select(['case_id', 'revision'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (earlier !== undefined && earlier.case_id !== of.id) throw new Refusal('conflict')
    const revision = (earlier?.revision ?? 0) + 1
    const row = { revision, sealed_details: sealJson(of.key, details, detailsOf(id, revision)) }
    if (earlier === undefined) {
      await tx
        .insertInto('lesions')
        .values({ id, case_id: of.id, added_at: now, ...row })
        .execute()
    } else await tx.updateTable('lesions').set(row).where('id', '=', id).execute()
  }

  /** In the order in which they were added. */
  async list(of: Pick<StoredCase, 'id' | 'key'>): Promise<Lesion[]> {
    const rows = await this.#db
      .selectFrom('lesions')
      .selectAll()
      .where('case_id', '=', of.id)
      .orderBy('added_at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: lesionIdSchema.parse(row.id),
      addedAt: row.added_at,
      ...openJson(of.key, row.sealed_details, {
        ...detailsOf(row.id, row.revision),
        schema: lesionRequestSchema,
      }),
    }))
  }

  async isOf(caseId: CaseId, id: LesionId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('lesions')
      .select('id')
      .where('id', '=', id)
      .where('case_id', '=', caseId)
      .executeTakeFirst()
    return row !== undefined
  }
}
