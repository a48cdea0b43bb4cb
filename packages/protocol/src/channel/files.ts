import * as z from 'zod/mini'
import { sha256Schema } from '../http/visits.ts'
import { fileIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'

/**
 * Files between the two pages (A10). JSON messages on the channel `files` arrange what the binary frames
 * on the channel `bulk` carry. The two channels are not ordered against each other.
 *
 * Whenever the channels open, the sender lists what it has not finished; for each id the receiver answers
 * where it stands. So a lost message, a lost connection and a reloaded page are all repaired the same way.
 */

/** `board`: an image that the whiteboard asked for, not shown among the files. */
export const filePurposeSchema = z.enum(['file', 'board'])
export type FilePurpose = z.infer<typeof filePurposeSchema>

export const declineReasonSchema = z.enum(['declined', 'too_many'])
export type DeclineReason = z.infer<typeof declineReasonSchema>

/** `mismatch`: the SHA-256 differ; `storage`: no room to keep it; `unreadable`: it changed or went away. */
export const fileProblemSchema = z.enum(['mismatch', 'storage', 'unreadable', 'protocol'])
export type FileProblem = z.infer<typeof fileProblemSchema>

const fileBytes = z.int().check(z.minimum(0), z.maximum(LIMITS.fileSize))
const ofFile = { id: fileIdSchema }

export const fileOfferSchema = z.object({
  type: z.literal('offer'),
  ...ofFile,
  name: z.string().check(z.maxLength(LIMITS.fileName)),
  size: fileBytes,
  mediaType: z.string().check(z.maxLength(127)),
  purpose: filePurposeSchema,
})
export type FileOffer = z.infer<typeof fileOfferSchema>

export const fileMessageSchema = z.discriminatedUnion('type', [
  fileOfferSchema,
  /** From the sender, on opening: all that it still has to send. What is not listed will not come. */
  z.object({
    type: z.literal('unfinished'),
    ids: z.array(fileIdSchema).check(z.maxLength(LIMITS.unfinishedFiles)),
  }),
  /** From the sender: every byte has been sent, and this is their hash. */
  z.object({ type: z.literal('complete'), ...ofFile, sha256: sha256Schema }),
  /**
   * From the receiver: "send it from byte `from`, in frames marked `stream`". Each one replaces the one
   * before; its number is new, so that frames still under way for an earlier one are recognised.
   */
  z.object({
    type: z.literal('want'),
    ...ofFile,
    stream: z.int().check(z.minimum(1), z.maximum(0xffff_ffff)),
    from: fileBytes,
    stored: fileBytes,
  }),
  /** From the receiver: this many bytes are written and hashed, which gives the sender new credit. */
  z.object({ type: z.literal('progress'), ...ofFile, stored: fileBytes }),
  z.object({ type: z.literal('decline'), ...ofFile, reason: declineReasonSchema }),
  /** From the receiver: "you list a file of which I know nothing: offer it again". */
  z.object({ type: z.literal('unknown'), ...ofFile }),
  /** From the receiver: what it stored has this hash. */
  z.object({ type: z.literal('verified'), ...ofFile, sha256: sha256Schema }),
  z.object({ type: z.literal('cancel'), ...ofFile }),
  z.object({ type: z.literal('failed'), ...ofFile, problem: fileProblemSchema }),
])
export type FileMessage = z.infer<typeof fileMessageSchema>

/** A sender has at most this many bytes of one file that are not acknowledged by `progress`. */
export const FILE_CREDIT = 8 * 1024 ** 2
/** A receiver acknowledges at least this often, and when it has all. */
export const FILE_PROGRESS_EVERY = 1024 ** 2

/** Stream number (32 bits) and offset in the file (64 bits), big-endian. */
const FRAME_HEADER = 12
export const FRAME_PAYLOAD_MAX = LIMITS.channelMessage - FRAME_HEADER

export interface FileFrame {
  stream: number
  offset: number
  payload: Uint8Array<ArrayBuffer>
}

/** How much payload fits in one message of a channel that takes `maxMessageSize` bytes. */
export function framePayload(maxMessageSize: number): number {
  return Math.min(maxMessageSize, LIMITS.channelMessage) - FRAME_HEADER
}

export function encodeFrame({ stream, offset, payload }: FileFrame): ArrayBuffer {
  const message = new Uint8Array(FRAME_HEADER + payload.byteLength)
  const header = new DataView(message.buffer)
  header.setUint32(0, stream)
  header.setBigUint64(4, BigInt(offset))
  message.set(payload, FRAME_HEADER)
  return message.buffer
}

/** `null` for what no sender of ours would send. The payload is a view of `message`. */
export function parseFrame(message: ArrayBuffer): FileFrame | null {
  if (message.byteLength <= FRAME_HEADER || message.byteLength > LIMITS.channelMessage) return null
  const header = new DataView(message)
  const stream = header.getUint32(0)
  const offset = header.getBigUint64(4)
  if (stream === 0 || offset >= BigInt(LIMITS.fileSize)) return null
  return { stream, offset: Number(offset), payload: new Uint8Array(message, FRAME_HEADER) }
}
