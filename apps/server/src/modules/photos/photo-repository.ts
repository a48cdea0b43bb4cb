import {
  type CaseId,
  caseIdSchema,
  type LesionId,
  lesionIdSchema,
  type Override,
  overrideSchema,
  type PersonId,
  personIdSchema,
  type PhotoFault,
  photoFaultSchema,
  type PhotoId,
  photoIdSchema,
  type RetakeReason,
  type Slot,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod/mini'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { type DataKey, openJson, sealJson } from '../vault/index.ts'

const count = z.int().check(z.nonnegative())
const detailsSchema = z.object({
  /** Sealed too: it would tell whoever has a photograph that this patient has it as well. */
  sha256: z.string(),
  takenAt: count,
  faults: z.array(photoFaultSchema),
  override: overrideSchema,
  /** Once all of it is here and was looked at. */
  made: z.nullable(
    z.object({
      width: count,
      height: count,
      screenBytes: count,
      thumbBytes: count,
      claimed: z.nullable(z.string()),
    }),
  ),
})
type Details = z.infer<typeof detailsSchema>

export interface StoredPhoto {
  id: PhotoId
  caseId: CaseId
  patientId: PersonId
  lesionId: LesionId | null
  storageId: string
  senderId: PersonId
  slot: Slot
  size: number
  sealedDetails: string
  createdAt: number
  keptAt: number | null
  seenAt: number | null
  retake: { why: RetakeReason; askedAt: number } | null
}

export type OpenedPhoto = StoredPhoto & Details

export interface NewPhoto {
  id: PhotoId
  caseId: CaseId
  patientId: PersonId
  lesionId: LesionId | null
  senderId: PersonId
  slot: Slot
  size: number
  sha256: string
  takenAt: number
  faults: PhotoFault[]
  override: Override
}

/** At the moment of an announcement; what is unfinished counts as announced. */
export interface HeldPhotos {
  inCase: number
  ofSender: { count: number }
  unfinishedBytes: number
}

const detailsOf = (storageId: string) => ({ table: 'photos', row: storageId, column: 'sealed_details' })

/** The photographs of cases; all of them are sealed by their patient's key. */
export class PhotoRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * Adds a photograph unless there is one of that id; returns the one that is there then. `requireRoom` is asked in
   * the same transaction; what it throws is thrown.
   */
  async keep(
    key: DataKey,
    photo: NewPhoto,
    now: number,
    requireRoom: (held: HeldPhotos) => void,
  ): Promise<StoredPhoto> {
    const storageId = newId()
    const { sha256, takenAt, faults, override } = photo
    const row = {
      id: photo.id,
      case_id: photo.caseId,
      patient_id: photo.patientId,
      lesion_id: photo.lesionId,
      storage_id: storageId,
      sender_id: photo.senderId,
      slot: photo.slot,
      size: photo.size,
      sealed_details: sealJson(
        key,
        { sha256, takenAt, faults, override, made: null } satisfies Details,
        detailsOf(storageId),
      ),
      created_at: now,
      kept_at: null,
      seen_at: null,
      retake_why: null,
      retake_at: null,
    }
    return this.#db.transaction().execute(async (tx) => {
      const earlier = await tx.selectFrom('photos').selectAll().where('id', '=', photo.id).executeTakeFirst()
      if (earlier !== undefined) return shape(earlier)
      requireRoom(await heldPhotos(tx, photo.caseId, photo.senderId))
      await tx.insertInto('photos').values(row).execute()
      return shape(row)
    })
  }

  async find(id: PhotoId): Promise<StoredPhoto | null> {
    const row = await this.#db.selectFrom('photos').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : shape(row)
  }

  /** One that is here wholly, of this case. */
  async findIn({ id, key }: { id: CaseId; key: DataKey }, photoId: PhotoId): Promise<OpenedPhoto | null> {
    const photo = await this.find(photoId)
    return photo === null || photo.caseId !== id || photo.keptAt === null ? null : opened(photo, key)
  }

  async findByStorage(storageId: string): Promise<StoredPhoto | null> {
    const row = await this.#db
      .selectFrom('photos')
      .selectAll()
      .where('storage_id', '=', storageId)
      .executeTakeFirst()
    return row === undefined ? null : shape(row)
  }

  /** Those that are here wholly, the newest first. */
  async list(caseId: CaseId, key: DataKey): Promise<OpenedPhoto[]> {
    const rows = await this.#db
      .selectFrom('photos')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('kept_at', 'is not', null)
      .orderBy('kept_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    return rows.map((row) => opened(shape(row), key))
  }

  async complete(tx: Tx, key: DataKey, photo: OpenedPhoto, now: number): Promise<void> {
    const { sha256, takenAt, faults, override, made } = photo
    await tx
      .updateTable('photos')
      .set({
        kept_at: now,
        sealed_details: sealJson(
          key,
          { sha256, takenAt, faults, override, made } satisfies Details,
          detailsOf(photo.storageId),
        ),
      })
      .where('id', '=', photo.id)
      .execute()
  }

  /** Those of the same slot that were asked for once more, and now were taken. */
  async answerRetakes(tx: Tx, { caseId, lesionId, slot }: StoredPhoto): Promise<void> {
    await tx
      .updateTable('photos')
      .set({ retake_why: null, retake_at: null })
      .where('case_id', '=', caseId)
      .where('lesion_id', lesionId === null ? 'is' : '=', lesionId)
      .where('slot', '=', slot)
      .where('retake_at', 'is not', null)
      .execute()
  }

  async askAgain(tx: Tx, id: PhotoId, why: RetakeReason, now: number): Promise<void> {
    await tx.updateTable('photos').set({ retake_why: why, retake_at: now }).where('id', '=', id).execute()
  }

  async markSeen(id: PhotoId, now: number): Promise<void> {
    await this.#db
      .updateTable('photos')
      .set({ seen_at: now })
      .where('id', '=', id)
      .where('seen_at', 'is', null)
      .execute()
  }

  /** Sent by these patients, and opened by no doctor yet; the case with the newest first. */
  async unseen(
    patients: readonly PersonId[],
  ): Promise<{ caseId: CaseId; patientId: PersonId; count: number; newestAt: number }[]> {
    if (patients.length === 0) return []
    const rows = await this.#db
      .selectFrom('photos')
      .select(({ fn }) => [
        'case_id',
        'patient_id',
        fn.countAll<number>().as('count'),
        fn.max<number | null>('kept_at').as('newest'),
      ])
      .where('patient_id', 'in', patients)
      .whereRef('sender_id', '=', 'patient_id')
      .where('kept_at', 'is not', null)
      .where('seen_at', 'is', null)
      .groupBy(['case_id', 'patient_id'])
      .execute()
    return rows
      .map((row) => ({
        caseId: caseIdSchema.parse(row.case_id),
        patientId: personIdSchema.parse(row.patient_id),
        count: row.count,
        newestAt: row.newest ?? 0,
      }))
      .toSorted((a, b) => b.newestAt - a.newestAt)
  }

  async remove(storageId: string): Promise<void> {
    await this.#db.deleteFrom('photos').where('storage_id', '=', storageId).execute()
  }

  async removeUnfinished(createdBefore: number): Promise<void> {
    await this.#db
      .deleteFrom('photos')
      .where('kept_at', 'is', null)
      .where('created_at', '<', createdBefore)
      .execute()
  }
}

/** With what was sealed of it. Throws SealError. */
export const opened = (photo: StoredPhoto, key: DataKey): OpenedPhoto => ({
  ...photo,
  ...openJson(key, photo.sealedDetails, { ...detailsOf(photo.storageId), schema: detailsSchema }),
})

async function heldPhotos(tx: Tx, caseId: CaseId, senderId: PersonId): Promise<HeldPhotos> {
  const { inCase } = await tx
    .selectFrom('photos')
    .select(({ fn }) => fn.countAll<number>().as('inCase'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow()
  const unfinished = await tx
    .selectFrom('photos')
    .select(({ fn }) => ['sender_id', fn.countAll<number>().as('count'), fn.sum('size').as('bytes')])
    .where('kept_at', 'is', null)
    .groupBy('sender_id')
    .execute()
  return {
    inCase,
    ofSender: unfinished.find(({ sender_id }) => sender_id === senderId) ?? { count: 0 },
    unfinishedBytes: unfinished.reduce((sum, { bytes }) => sum + Number(bytes), 0),
  }
}

function shape(row: Selectable<Tables['photos']>): StoredPhoto {
  const { retake_why: why, retake_at: askedAt } = row
  return {
    id: photoIdSchema.parse(row.id),
    caseId: caseIdSchema.parse(row.case_id),
    patientId: personIdSchema.parse(row.patient_id),
    lesionId: row.lesion_id === null ? null : lesionIdSchema.parse(row.lesion_id),
    storageId: row.storage_id,
    senderId: personIdSchema.parse(row.sender_id),
    slot: row.slot,
    size: row.size,
    sealedDetails: row.sealed_details,
    createdAt: row.created_at,
    keptAt: row.kept_at,
    seenAt: row.seen_at,
    retake: why === null || askedAt === null ? null : { why, askedAt },
  }
}
