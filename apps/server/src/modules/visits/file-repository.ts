import {
  type FileId,
  fileIdSchema,
  type PersonId,
  personIdSchema,
  uploadMetadataSchema,
  type VisitId,
  visitIdSchema,
  type VisitRecord,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod/mini'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { open, seal, type SealContext } from '../vault/index.ts'
import type { Note, StoredVisit } from './visit-repository.ts'

/** The hash too is sealed: it would tell whoever has a file that this patient has it as well. */
const detailsSchema = z.pick(uploadMetadataSchema, { name: true, type: true, sha256: true })
export type FileDetails = z.infer<typeof detailsSchema>

export interface StoredFile {
  visitId: VisitId
  id: FileId
  storageId: string
  senderId: PersonId
  size: number
  sealedDetails: string
  createdAt: number
  completedAt: number | null
}

/** At the moment of an announcement; all but `inVisit` is of unfinished files of all visits, as announced. */
export interface HeldFiles {
  inVisit: number
  ofSender: { count: number; bytes: number }
  unfinishedBytes: number
}

const detailsOf = (storageId: string): SealContext => ({
  table: 'files',
  row: storageId,
  column: 'sealed_details',
})

/** The files of visits: what they are called, how large they are, and whether all of each is here. */
export class FileRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * Adds a file unless one of that id is in the visit; returns the one that is there then. `requireRoom` is
   * asked in the same transaction, so that files announced at once cannot each find the same room; what it
   * throws is thrown.
   */
  async keep(
    visit: StoredVisit,
    file: { id: FileId; senderId: PersonId; size: number; details: FileDetails },
    now: number,
    requireRoom: (held: HeldFiles) => void,
  ): Promise<StoredFile> {
    const storageId = newId()
    const row = {
      visit_id: visit.id,
      id: file.id,
      storage_id: storageId,
      sender_id: file.senderId,
      size: file.size,
      sealed_details: seal(visit.dataKey, JSON.stringify(file.details), detailsOf(storageId)),
      created_at: now,
      completed_at: null,
    }
    return this.#db.transaction().execute(async (tx) => {
      const earlier = await tx
        .selectFrom('files')
        .selectAll()
        .where('visit_id', '=', visit.id)
        .where('id', '=', file.id)
        .executeTakeFirst()
      if (earlier !== undefined) return shape(earlier)
      requireRoom(await heldFiles(tx, visit.id, file.senderId))
      await tx.insertInto('files').values(row).execute()
      return shape(row)
    })
  }

  async find(visitId: VisitId, id: FileId): Promise<StoredFile | null> {
    const row = await this.#db
      .selectFrom('files')
      .selectAll()
      .where('visit_id', '=', visitId)
      .where('id', '=', id)
      .executeTakeFirst()
    return row === undefined ? null : shape(row)
  }

  async findByStorage(storageId: string): Promise<StoredFile | null> {
    const row = await this.#db
      .selectFrom('files')
      .selectAll()
      .where('storage_id', '=', storageId)
      .executeTakeFirst()
    return row === undefined ? null : shape(row)
  }

  async list(visit: StoredVisit): Promise<VisitRecord['files']> {
    const rows = await this.#db
      .selectFrom('files')
      .selectAll()
      .where('visit_id', '=', visit.id)
      .orderBy('created_at')
      .execute()
    return rows.map(shape).map((file) => ({
      id: file.id,
      sender: file.senderId,
      size: file.size,
      complete: file.completedAt !== null,
      sentAt: file.createdAt,
      ...openDetails(visit, file),
    }))
  }

  async complete(storageId: string, now: number, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx.updateTable('files').set({ completed_at: now }).where('storage_id', '=', storageId).execute()
      await note(tx)
    })
  }

  async remove(storageId: string): Promise<void> {
    await this.#db.deleteFrom('files').where('storage_id', '=', storageId).execute()
  }

  async removeUnfinished(createdBefore: number): Promise<void> {
    await this.#db
      .deleteFrom('files')
      .where('completed_at', 'is', null)
      .where('created_at', '<', createdBefore)
      .execute()
  }
}

export function openDetails({ dataKey }: StoredVisit, { storageId, sealedDetails }: StoredFile): FileDetails {
  return detailsSchema.parse(JSON.parse(open(dataKey, sealedDetails, detailsOf(storageId))))
}

async function heldFiles(tx: Database, visitId: VisitId, senderId: PersonId): Promise<HeldFiles> {
  const { inVisit } = await tx
    .selectFrom('files')
    .select(({ fn }) => fn.countAll<number>().as('inVisit'))
    .where('visit_id', '=', visitId)
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('files')
    .select(({ fn }) => ['sender_id', fn.countAll<number>().as('count'), fn.sum('size').as('bytes')])
    .where('completed_at', 'is', null)
    .groupBy('sender_id')
    .execute()
  // A sum is a number on SQLite, and text on MariaDB.
  const unfinished = rows.map(({ bytes, ...row }) => ({ ...row, bytes: Number(bytes) }))
  return {
    inVisit,
    ofSender: unfinished.find(({ sender_id }) => sender_id === senderId) ?? { count: 0, bytes: 0 },
    unfinishedBytes: unfinished.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

function shape(row: Selectable<Tables['files']>): StoredFile {
  return {
    visitId: visitIdSchema.parse(row.visit_id),
    id: fileIdSchema.parse(row.id),
    storageId: row.storage_id,
    senderId: personIdSchema.parse(row.sender_id),
    size: row.size,
    sealedDetails: row.sealed_details,
    createdAt: row.created_at,
    completedAt: row.completed_at,
  }
}
