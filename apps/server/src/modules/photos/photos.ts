import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  type CaseId,
  LIMITS,
  type NewPhotos,
  type PersonId,
  type Photo,
  type PhotoId,
  type PhotoMetadata,
  photoFaultSchema,
  photoMetadataSchema,
  type Rendition,
  type RetakeReason,
} from '@visita/protocol'
import * as z from 'zod/mini'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Member } from '../../platform/principal.ts'
import type { StoredCase } from '../cases/index.ts'
import type { SealedFile, SealedFiles, Uploads } from '../files/index.ts'
import type { DataKey } from '../vault/index.ts'
import { OneAtATime } from './one-at-a-time.ts'
import type { PhotoAccess } from './photo-access.ts'
import {
  type HeldPhotos,
  opened,
  type OpenedPhoto,
  type PhotoRepository,
  type StoredPhoto,
} from './photo-repository.ts'
import { type Renditions, renditionsOf } from './renditions.ts'

const faultsSchema = z.array(photoFaultSchema)

const DAY_MS = 24 * 60 * 60 * 1000
/** A telephone that was away for a weekend has more than a few to send. */
const UNFINISHED = 40

interface PhotoEvents {
  /** Of this patient there is a new one, one was seen, or one is asked for once more. */
  changed: [{ patientId: PersonId }]
}

interface Found {
  photo: OpenedPhoto
  key: DataKey
  sealed: SealedFile
}

/**
 * Photographs of a case (B25): received in parts and sealed from the first, kept as they came, shown as what is made
 * of them. The device makes the id, so that one is kept once however often it is sent.
 */
export class Photos implements Uploads<PhotoMetadata> {
  readonly maxBytes = LIMITS.photoSize
  readonly metadataSchema = photoMetadataSchema
  readonly events = new EventEmitter<PhotoEvents>()
  readonly #db: Database
  readonly #access: PhotoAccess
  readonly #photos: PhotoRepository
  readonly #disk: SealedFiles
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #work = new OneAtATime()

  constructor(deps: {
    db: Database
    access: PhotoAccess
    photos: PhotoRepository
    disk: SealedFiles
    clock: Clock
    logger: Logger
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#photos = deps.photos
    this.#disk = deps.disk
    this.#clock = deps.clock
    this.#logger = deps.logger
  }

  async announce(member: Member, metadata: PhotoMetadata, size: number): Promise<string> {
    const { caseId, photoId, lesionId, slot, sha256, override } = metadata
    const found = await this.#access.toAdd(member, caseId)
    if (lesionId !== '') await this.#access.requireLesion(found, lesionId)
    const faults = faultsSchema.safeParse(metadata.faults.split(',').filter((each) => each !== ''))
    if (!faults.success) throw new Refusal('bad_request', 'faults')
    const photo = {
      id: photoId,
      caseId,
      patientId: found.patientId,
      lesionId: lesionId === '' ? null : lesionId,
      senderId: member.person.id,
      slot,
      size,
      sha256,
      takenAt: Number(metadata.takenAt),
      faults: faults.data,
      override,
    }
    const free = await this.#disk.freeBytes()
    const kept = await this.#photos.keep(found.key, photo, this.#clock(), (held) =>
      requireRoom(size, free, held),
    )
    const same =
      kept.caseId === caseId &&
      kept.senderId === member.person.id &&
      kept.size === size &&
      opened(kept, found.key).sha256 === sha256
    if (!same) throw new Refusal('conflict')
    return kept.storageId
  }

  async requireSender(member: Member, storageId: string): Promise<void> {
    const photo = await this.#photos.findByStorage(storageId)
    // An upload is its sender's alone, also among those who treat the patient.
    if (photo === null || photo.senderId !== member.person.id) throw new Refusal('not_found')
    await this.#access.toAdd(member, photo.caseId)
  }

  async progress(storageId: string): Promise<{ size: number; offset: number }> {
    const { photo, sealed } = await this.#find(storageId)
    return {
      size: photo.size,
      offset: photo.keptAt === null ? await this.#disk.offsetOf(sealed) : photo.size,
    }
  }

  async append(storageId: string, source: Readable, offset: number): Promise<number> {
    const { photo, sealed } = await this.#find(storageId)
    return photo.keptAt === null ? this.#disk.append(sealed, source, offset) : photo.size
  }

  /** Checks the whole of it and makes what is shown. Throws `photo_refused` for what is no photograph to keep. */
  async finish(member: Member, storageId: string): Promise<void> {
    const { photo, key, sealed } = await this.#find(storageId)
    if (photo.keptAt !== null) return
    const made = await this.#work
      .run(() => this.#make(photo, sealed))
      .catch(async (error: unknown) => {
        if (error instanceof Refusal) await this.remove(storageId)
        throw error
      })
    const found = await this.#access.toAdd(member, photo.caseId)
    await this.#db.transaction().execute(async (tx) => {
      await this.#photos.answerRetakes(tx, photo)
      await this.#photos.complete(tx, key, { ...photo, made }, this.#clock())
      await this.#access.note(tx, member, found, {
        event: 'photo.kept',
        object: photo.id,
        details: { case: photo.caseId },
      })
    })
    this.#logger.info({ caseId: photo.caseId, bytes: photo.size }, 'photo kept')
    this.events.emit('changed', photo)
  }

  async remove(storageId: string): Promise<void> {
    await this.#photos.remove(storageId)
    for (const rendition of ['original', 'screen', 'thumb'] as const)
      await this.#disk.remove(nameOf(storageId, rendition))
  }

  async list(member: Member, caseId: CaseId): Promise<Photo[]> {
    const found = await this.#access.toRead(member, caseId)
    await this.#access.noteListed(member, found)
    const photos = await this.#photos.list(caseId, found.key)
    return photos.flatMap((photo) => {
      const { made, keptAt } = photo
      if (made === null || keptAt === null) return []
      return [
        {
          id: photo.id,
          lesion: photo.lesionId,
          slot: photo.slot,
          sender: photo.senderId,
          takenAt: photo.takenAt,
          keptAt,
          claimed: made.claimed,
          width: made.width,
          height: made.height,
          faults: photo.faults,
          override: photo.override,
          isNew: photo.seenAt === null && photo.senderId === photo.patientId,
          retake: photo.retake,
        },
      ]
    })
  }

  /** Who has the list may see the small pictures of it; every other is a reading of its own in the log. */
  async read(
    member: Member,
    { caseId, photoId, rendition }: { caseId: CaseId; photoId: PhotoId; rendition: Rendition },
  ): Promise<{ size: number; content: Readable }> {
    const found = await this.#access.toRead(member, caseId)
    const photo = await this.#require(found, photoId)
    if (photo.made === null) throw new Refusal('not_found')
    if (rendition === 'thumb') await this.#access.requireListed(member, found)
    else {
      const act = { event: 'photo.read', object: photoId, details: { case: caseId, rendition } } as const
      await this.#db.transaction().execute((tx) => this.#access.note(tx, member, found, act))
      await this.#sawIt(member, photo)
    }
    const size = { thumb: photo.made.thumbBytes, screen: photo.made.screenBytes, original: photo.size }[
      rendition
    ]
    const file = { storageId: nameOf(photo.storageId, rendition), dataKey: found.key, size }
    return { size, content: await this.#disk.read(file, null) }
  }

  async askAgain(member: Member, caseId: CaseId, photoId: PhotoId, why: RetakeReason): Promise<void> {
    const found = await this.#access.toAsk(member, caseId)
    const photo = await this.#require(found, photoId)
    await this.#db.transaction().execute(async (tx) => {
      await this.#photos.askAgain(tx, photo.id, why, this.#clock())
      const act = { event: 'photo.retake_asked', object: photoId, details: { case: caseId, why } } as const
      await this.#access.note(tx, member, found, act)
    })
    this.events.emit('changed', photo)
  }

  /** What patients have sent and no doctor has opened, of those whom this doctor treats. */
  async unseen({ person }: Member): Promise<NewPhotos['cases']> {
    const unseen = await this.#photos.unseen(await this.#access.patientsOf(person.id))
    const named = await Promise.all(
      unseen.map(async ({ caseId, patientId, count, newestAt }) => {
        const about = await this.#access.nameOf(patientId, caseId)
        return about === null ? [] : [{ case: caseId, ...about, count, newestAt }]
      }),
    )
    return named.flat()
  }

  /** Removes uploads given up a week ago, and files on disk that no row knows. */
  async removeOrphans(): Promise<void> {
    await this.#photos.removeUnfinished(this.#clock() - 7 * DAY_MS)
    for (const name of await this.#disk.list()) {
      if ((await this.#photos.findByStorage(name.slice(0, ID_LENGTH))) === null) await this.#disk.remove(name)
    }
  }

  async #make(
    photo: StoredPhoto & { sha256: string },
    sealed: SealedFile,
  ): Promise<NonNullable<OpenedPhoto['made']>> {
    const original = await buffer(await this.#disk.read(sealed, null))
    if (createHash('sha256').update(original).digest('hex') !== photo.sha256)
      throw new Refusal('bad_request', 'sha256')
    const made = await renditionsOf(original)
    for (const rendition of ['screen', 'thumb'] as const) await this.#write(sealed, rendition, made)
    const { width, height, claimed, screen, thumb } = made
    return { width, height, claimed, screenBytes: screen.length, thumbBytes: thumb.length }
  }

  async #write(
    { storageId, dataKey }: SealedFile,
    rendition: 'screen' | 'thumb',
    made: Renditions,
  ): Promise<void> {
    const bytes = made[rendition]
    const file = { storageId: nameOf(storageId, rendition), dataKey, size: bytes.length }
    await this.#disk.append(file, Readable.from([bytes]), 0)
  }

  async #sawIt(member: Member, photo: StoredPhoto): Promise<void> {
    if (photo.seenAt !== null || !(await this.#access.treats(member, photo.patientId))) return
    await this.#photos.markSeen(photo.id, this.#clock())
    this.events.emit('changed', photo)
  }

  async #require(of: StoredCase, photoId: PhotoId): Promise<OpenedPhoto> {
    const photo = await this.#photos.findIn(of, photoId)
    if (photo === null) throw new Refusal('not_found')
    return photo
  }

  async #find(storageId: string): Promise<Found> {
    const photo = await this.#photos.findByStorage(storageId)
    const key = photo && (await this.#access.keyOf(photo.patientId))
    if (photo === null || key === null) throw new Refusal('not_found')
    return { photo: opened(photo, key), key, sealed: { storageId, dataKey: key, size: photo.size } }
  }
}

const ID_LENGTH = 36
/** Its name on the disk, which begins with the upload's id. */
const nameOf = (storageId: string, rendition: Rendition): string =>
  rendition === 'original' ? storageId : `${storageId}-${rendition}`

function requireRoom(size: number, freeBytes: number, held: HeldPhotos): void {
  if (held.inCase >= LIMITS.photosPerCase) throw new Refusal('too_large', 'photos')
  if (held.ofSender.count >= UNFINISHED) throw new Refusal('too_fast', 'unfinished_photos')
  // Twice: what is made of it takes less than it takes itself.
  if (held.unfinishedBytes + 2 * size >= freeBytes) throw new Refusal('storage_full')
}
