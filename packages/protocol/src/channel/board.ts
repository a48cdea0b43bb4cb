import * as z from 'zod/mini'
import { fileIdSchema } from '../ids.ts'
import { BOARD_LIMITS, boardColourSchema, boardElementIdSchema } from './board-elements.ts'

/**
 * The whiteboard between the two pages (A11, A12), on the channel `board`.
 *
 * Whenever the channel opens, each page says which versions it has; the other sends what is newer with it.
 * So a lost connection, a reloaded page and a late one are all repaired the same way.
 */

const coordinate = z.number().check(z.minimum(-BOARD_LIMITS.coordinate), z.maximum(BOARD_LIMITS.coordinate))
const uint32 = z.int().check(z.minimum(0), z.maximum(0xffff_ffff))
const strokeNumber = z.int().check(z.minimum(0), z.maximum(1_000_000))

/** Coordinates of an unfinished stroke travel as whole tenths of a scene unit, pressures as hundredths. */
export const STROKE_SCALE = 10
export const PRESSURE_SCALE = 100

/** A batch of points of an unfinished stroke has at most this many bytes, whatever is on the board. */
export const STROKE_BATCH_BYTES = 200

export const strokeStartSchema = z.object({
  type: z.literal('stroke'),
  stroke: strokeNumber,
  /** Of the element that the stroke will be when it is finished, and which then takes its place. */
  id: boardElementIdSchema,
  x: coordinate,
  y: coordinate,
  colour: boardColourSchema,
  width: z.number().check(z.minimum(0.1), z.maximum(50)),
  /** A pen that reports pressure: each point then has three numbers instead of two. */
  pressure: z.boolean(),
})
export type StrokeStart = z.infer<typeof strokeStartSchema>

export const boardMessageSchema = z.discriminatedUnion('type', [
  /** Id, version and version nonce of every element here. */
  z.object({
    type: z.literal('have'),
    versions: z
      .array(z.tuple([boardElementIdSchema, uint32, uint32]))
      .check(z.maxLength(BOARD_LIMITS.elements)),
  }),
  /** New or changed elements; each is parsed by itself, so that one bad element does not hold up the rest. */
  z.object({
    type: z.literal('elements'),
    elements: z.array(z.unknown()).check(z.maxLength(BOARD_LIMITS.elements)),
  }),
  strokeStartSchema,
  /** More points, each relative to the one before it (the first to the start). */
  z.object({
    type: z.literal('points'),
    stroke: strokeNumber,
    deltas: z
      .array(z.int().check(z.minimum(-100_000_000), z.maximum(100_000_000)))
      .check(z.maxLength(STROKE_BATCH_BYTES)),
  }),
  /** The stroke came to nothing: a second finger came down to move the page. */
  z.object({ type: z.literal('drop'), stroke: strokeNumber }),
  /** "Send me these images": answered by a file transfer with the purpose `board`. */
  z.object({
    type: z.literal('need'),
    images: z.array(fileIdSchema).check(z.maxLength(BOARD_LIMITS.images)),
  }),
])
export type BoardMessage = z.infer<typeof boardMessageSchema>

/** Where the other person points, on the channel `pointer`: unordered, so an overtaken position is dropped. */
export const pointerMessageSchema = z.object({
  type: z.literal('pointer'),
  sequence: uint32,
  /** Scene units; null when the pointer has left the board. */
  at: z.nullable(z.tuple([coordinate, coordinate])),
})
export type PointerMessage = z.infer<typeof pointerMessageSchema>

/* A message larger than the channel takes travels as binary pieces: one byte that says whether more follow,
   then the next bytes of the message's UTF-8. */
export const PIECE_MORE = 1
export const PIECE_LAST = 0

/** The longest message that is put together from pieces: a stroke with the most points, and some room. */
export const BOARD_MESSAGE_MAX = 2 * 1024 ** 2
