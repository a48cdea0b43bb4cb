import type { Readable } from 'node:stream'
import type { ZodMiniType } from 'zod/mini'
import type { Member } from '../../platform/principal.ts'

/** Files of one kind that are received in parts: `T` is what is said of one when it is announced. */
export interface Uploads<T> {
  readonly maxBytes: number
  readonly metadataSchema: ZodMiniType<T>
  /** Returns the storage id, the same for an announcement that is repeated. */
  announce(member: Member, metadata: T, size: number): Promise<string>
  /** Refuses everybody but the sender of this upload. */
  requireSender(member: Member, storageId: string): Promise<void>
  progress(storageId: string): Promise<{ size: number; offset: number }>
  /** Takes more bytes of an unfinished file; returns how many it has now. */
  append(storageId: string, source: Readable, offset: number): Promise<number>
  /** All bytes are here: checks them as a whole. What is refused is removed. */
  finish(member: Member, storageId: string): Promise<void>
  remove(storageId: string): Promise<void>
}
