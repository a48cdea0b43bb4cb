import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type FileId,
  LIMITS,
  type UploadMetadata,
  uploadMetadataSchema,
  type VisitId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { Logger } from '../../platform/logger.ts'
import type { SealedFile, SealedFiles, Uploads } from '../files/index.ts'
import type { ByteRange } from '../vault/index.ts'
import { safeFileName } from './file-name.ts'
import {
  type FileDetails,
  type FileRepository,
  type HeldFiles,
  openDetails,
  type StoredFile,
} from './file-repository.ts'
import { requireSender } from './policy.ts'
import type { VisitAccess } from './visit-access.ts'
import type { StoredVisit, VisitRepository } from './visit-repository.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A page sends one file after another; the rest is for those that a closed page has left behind. */
const UNFINISHED_BYTES = 4 * LIMITS.fileSize

interface Found {
  visit: StoredVisit
  file: StoredFile
  sealed: SealedFile
}

/** Files sent in a visit: received in parts, checked as a whole, given back to those who took part. */
export class VisitFiles implements Uploads<UploadMetadata> {
  readonly maxBytes = LIMITS.fileSize
  readonly metadataSchema = uploadMetadataSchema
  readonly #access: VisitAccess
  readonly #visits: VisitRepository
  readonly #files: FileRepository
  readonly #disk: SealedFiles
  readonly #clock: Clock
  readonly #logger: Logger

  constructor(deps: {
    access: VisitAccess
    visits: VisitRepository
    files: FileRepository
    disk: SealedFiles
    clock: Clock
    logger: Logger
  }) {
    this.#access = deps.access
    this.#visits = deps.visits
    this.#files = deps.files
    this.#disk = deps.disk
    this.#clock = deps.clock
    this.#logger = deps.logger
  }

  /** Returns the storage id of the file, whether this is the first announcement of it or a repeated one. */
  async announce(member: Member, metadata: UploadMetadata, size: number): Promise<string> {
    const visit = await this.#access.writable(member, metadata.visitId)
    const sender = member.person
    const details: FileDetails = {
      name: safeFileName(metadata.name),
      type: metadata.type,
      sha256: metadata.sha256,
    }
    const free = await this.#disk.freeBytes()
    const file = { id: metadata.fileId, senderId: sender.id, size, details }
    const kept = await this.#files.keep(visit, file, this.#clock(), (held) => requireRoom(size, free, held))
    const keptDetails = openDetails(visit, kept)
    const same = kept.senderId === sender.id && kept.size === size && keptDetails.sha256 === details.sha256
    if (!same) throw new Refusal('conflict')
    return kept.storageId
  }

  /** Refuses everybody but the sender of this upload, for whom it stays open as long as the visit does. */
  async requireSender(member: Member, storageId: string): Promise<void> {
    const { visit, file } = await this.#find(storageId)
    requireSender(file.senderId, member.person.id)
    await this.#access.writable(member, visit.id)
  }

  async progress(storageId: string): Promise<{ size: number; offset: number }> {
    const { file, sealed } = await this.#find(storageId)
    const offset = file.completedAt === null ? await this.#disk.offsetOf(sealed) : file.size
    return { size: file.size, offset }
  }

  /** Takes more bytes of an unfinished file; returns how many it has now. */
  async append(storageId: string, source: Readable, offset: number): Promise<number> {
    const { file, sealed } = await this.#find(storageId)
    if (file.completedAt !== null) return file.size
    return this.#disk.append(sealed, source, offset)
  }

  /** Checks the whole file as it is on disk against its announced hash; one that differs is removed. */
  async finish(member: Member, storageId: string): Promise<void> {
    const { visit, file, sealed } = await this.#find(storageId)
    if (file.completedAt !== null) return
    if (file.size === 0) await this.#disk.append(sealed, Readable.from([]), 0)
    const hash = createHash('sha256')
    await pipeline(await this.#disk.read(sealed, null), hash)
    if (hash.digest('hex') !== openDetails(visit, file).sha256) {
      await this.remove(storageId)
      throw new Refusal('bad_request', 'sha256')
    }
    const act = { event: 'file.kept', object: file.id, details: { visit: visit.id } } as const
    await this.#files.complete(storageId, this.#clock(), this.#access.noteOf(member, visit, act))
    this.#logger.info({ visitId: file.visitId, bytes: file.size }, 'file kept')
  }

  async remove(storageId: string): Promise<void> {
    await this.#files.remove(storageId)
    await this.#disk.remove(storageId)
  }

  /** A file for somebody who may read the visit; what is not all here yet does not exist. */
  async read(
    member: Member,
    visitId: VisitId,
    fileId: FileId,
  ): Promise<{ name: string; size: number; open: (part: ByteRange | null) => Promise<Readable> }> {
    const { visit, until } = await this.#access.readable(member, visitId)
    const file = await this.#files.find(visit.id, fileId)
    const isLater = until !== null && file !== null && file.createdAt > until
    const isHidden = isLater && file.senderId !== member.person.id
    if (file === null || file.completedAt === null || isHidden) throw new Refusal('not_found')
    await this.#access.noteRead(member, visit, {
      event: 'file.read',
      object: file.id,
      details: { visit: visit.id },
    })
    const { name } = openDetails(visit, file)
    const sealed = sealedOf(visit, file)
    return { name, size: file.size, open: (part) => this.#disk.read(sealed, part) }
  }

  /** Removes uploads given up a day ago, and files on disk that no record knows. */
  async removeOrphans(): Promise<void> {
    await this.#files.removeUnfinished(this.#clock() - DAY_MS)
    for (const storageId of await this.#disk.list()) {
      if ((await this.#files.findByStorage(storageId)) === null) await this.#disk.remove(storageId)
    }
  }

  async #find(storageId: string): Promise<Found> {
    const file = await this.#files.findByStorage(storageId)
    const visit = file === null ? null : await this.#visits.find(file.visitId)
    if (file === null || visit === null) throw new Refusal('not_found')
    return { visit, file, sealed: sealedOf(visit, file) }
  }
}

/** Unfinished files count in full, also what is on the disk of them already: better refused early than full. */
function requireRoom(size: number, freeBytes: number, held: HeldFiles): void {
  if (held.inVisit >= LIMITS.filesPerVisit * 2) throw new Refusal('too_large', 'files')
  const tooMany = held.ofSender.count >= LIMITS.unfinishedFiles
  if (tooMany || held.ofSender.bytes + size > UNFINISHED_BYTES)
    throw new Refusal('too_fast', 'unfinished_files')
  if (held.unfinishedBytes + size >= freeBytes) throw new Refusal('storage_full')
}

const sealedOf = ({ dataKey }: StoredVisit, { storageId, size }: StoredFile): SealedFile => ({
  storageId,
  dataKey,
  size,
})
