import {
  type BackgroundContent,
  backgroundContentSchema,
  type PersonId,
  personIdSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { type Keyring, openJson, sealJson } from '../vault/index.ts'

/** What one person writes in one sitting is one version. */
const SITTING_MS = 60 * 60 * 1000

export interface StoredBackground {
  revision: number
  content: BackgroundContent
  authorId: PersonId
  writtenAt: number
}

const contentOf = (patientId: string, version: number) => ({
  table: 'backgrounds',
  row: patientId,
  column: 'sealed_content',
  version,
})

/** The versions of each patient's background, sealed by the patient's key. Earlier ones stay. */
export class BackgroundRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async newest(patientId: PersonId, db: Database = this.#db): Promise<StoredBackground | null> {
    const row = await db
      .selectFrom('backgrounds')
      .selectAll()
      .where('patient_id', '=', patientId)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined) return null
    const key = await this.#keyring.open(patientId)
    return {
      revision: row.revision,
      content: openJson(key, row.sealed_content, {
        ...contentOf(patientId, row.revision),
        schema: backgroundContentSchema,
      }),
      authorId: personIdSchema.parse(row.author_id),
      writtenAt: row.written_at,
    }
  }

  /** Writes revision `after` + 1: in the place of `after` while its author goes on with it, else beside it. */
  async write(
    tx: Tx,
    patientId: PersonId,
    {
      after,
      content,
      authorId,
      now,
    }: { after: number; content: BackgroundContent; authorId: PersonId; now: number },
  ): Promise<void> {
    const key = await this.#keyring.open(patientId)
    const revision = after + 1
    const row = {
      revision,
      sealed_content: sealJson(key, content, contentOf(patientId, revision)),
      written_at: now,
    }
    const { numUpdatedRows } = await tx
      .updateTable('backgrounds')
      .set(row)
      .where('patient_id', '=', patientId)
      .where('revision', '=', after)
      .where('author_id', '=', authorId)
      .where('begun_at', '>', now - SITTING_MS)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) return
    await tx
      .insertInto('backgrounds')
      .values({ patient_id: patientId, author_id: authorId, begun_at: now, ...row })
      .execute()
  }
}
