import {
  type CaseId,
  type DrawnOutline,
  drawnOutlineSchema,
  measuredSizeSchema,
  type MeasuredSize,
  type PersonId,
  personIdSchema,
  type PhotoId,
  photoIdSchema,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod/mini'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { type DataKey, openJson, sealJson } from '../vault/index.ts'

/** An outline with what it came to when it was drawn: a better formula changes no number that somebody has read. */
export type Measured = DrawnOutline & MeasuredSize

const contentSchema = z.nullable(z.extend(drawnOutlineSchema, measuredSizeSchema.shape))

export interface StoredMeasurement {
  photoId: PhotoId
  revision: number
  authorId: PersonId
  at: number
  /** Null where it was taken back. */
  measured: Measured | null
}

interface Of {
  id: CaseId
  /** Of the patient. */
  key: DataKey
}

const contentOf = (photoId: string, version: number) => ({
  table: 'measurements',
  row: photoId,
  column: 'sealed_content',
  version,
})

/** What was measured on photographs, sealed by their patient's key. Earlier revisions stay. */
export class MeasurementRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async newest(tx: Tx, { key }: Of, photoId: PhotoId): Promise<StoredMeasurement | null> {
    const row = await tx
      .selectFrom('measurements')
      .selectAll()
      .where('photo_id', '=', photoId)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row === undefined ? null : shape(row, key)
  }

  /** The newest of each photograph of a case. */
  async list({ id, key }: Of): Promise<StoredMeasurement[]> {
    const rows = await this.#db
      .selectFrom('measurements')
      .selectAll()
      .where('case_id', '=', id)
      .orderBy('photo_id')
      .orderBy('revision', 'desc')
      .execute()
    return rows
      .filter(({ photo_id }, index) => rows[index - 1]?.photo_id !== photo_id)
      .map((row) => shape(row, key))
  }

  async add(
    tx: Tx,
    { id, key }: Of,
    { photoId, revision, authorId, at, measured }: StoredMeasurement,
  ): Promise<void> {
    await tx
      .insertInto('measurements')
      .values({
        photo_id: photoId,
        revision,
        case_id: id,
        sealed_content: sealJson(key, measured, contentOf(photoId, revision)),
        author_id: authorId,
        at,
      })
      .execute()
  }
}

const shape = (row: Selectable<Tables['measurements']>, key: DataKey): StoredMeasurement => ({
  photoId: photoIdSchema.parse(row.photo_id),
  revision: row.revision,
  authorId: personIdSchema.parse(row.author_id),
  at: row.at,
  measured: openJson(key, row.sealed_content, {
    ...contentOf(row.photo_id, row.revision),
    schema: contentSchema,
  }),
})
