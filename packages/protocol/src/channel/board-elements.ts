import * as z from 'zod/mini'
import { fileIdSchema } from '../ids.ts'

/** Bounds of the whiteboard (A11). Lengths are counts; nothing within them can make a page unusable. */
export const BOARD_LIMITS = {
  /** Erased elements count too: they are kept, so that erasing reaches a page that was away. */
  elements: 5_000,
  strokePoints: 20_000,
  noteText: 4_000,
  images: 100,
  imageBytes: 16 * 1024 ** 2,
  /** Scene units: CSS pixels at 100 %. */
  coordinate: 1_000_000,
} as const

const coordinate = z.number().check(z.minimum(-BOARD_LIMITS.coordinate), z.maximum(BOARD_LIMITS.coordinate))
const size = z.number().check(z.minimum(0), z.maximum(BOARD_LIMITS.coordinate))
const point = z.tuple([coordinate, coordinate])
const uint32 = z.int().check(z.minimum(0), z.maximum(0xffff_ffff))

export const boardElementIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/))
export const boardColourSchema = z.string().check(z.regex(/^(transparent|#[0-9a-f]{3,8})$/i))

/**
 * A key of the `fractional-indexing` scheme: its first letter says how long its whole part is, and it has
 * no trailing zero. The library throws on any other, which would stop the page that draws the board.
 */
function isOrderKey(key: string): boolean {
  const head = key.charCodeAt(0)
  const wholeLength = head >= 97 ? head - 97 + 2 : 90 - head + 2
  if (key.length < wholeLength || /^A0+$/.test(key)) return false
  return key.length === wholeLength || !key.endsWith('0')
}
const orderKey = z.string().check(z.regex(/^[A-Za-z][0-9A-Za-z]{1,199}$/), z.refine(isOrderKey))

const common = {
  id: boardElementIdSchema,
  x: coordinate,
  y: coordinate,
  width: size,
  height: size,
  angle: z.number().check(z.minimum(-100), z.maximum(100)),
  strokeColor: boardColourSchema,
  backgroundColor: boardColourSchema,
  fillStyle: z.enum(['hachure', 'cross-hatch', 'solid', 'zigzag']),
  strokeWidth: z.number().check(z.minimum(0.1), z.maximum(50)),
  strokeStyle: z.enum(['solid', 'dashed', 'dotted']),
  roughness: z.number().check(z.minimum(0), z.maximum(2)),
  opacity: z.number().check(z.minimum(0), z.maximum(100)),
  seed: uint32,
  version: z.int().check(z.minimum(1), z.maximum(1_000_000_000)),
  versionNonce: uint32,
  index: orderKey,
  isDeleted: z.boolean(),
  updated: z.int().check(z.nonnegative()),
  locked: z.boolean(),
  // What our board has no use for is refused rather than passed on: groups, frames, links, bindings.
  roundness: z.null(),
  groupIds: z.tuple([]),
  frameId: z.null(),
  link: z.null(),
  boundElements: z.union([z.null(), z.tuple([])]),
}

const freedrawSchema = z.object({
  ...common,
  type: z.literal('freedraw'),
  points: z.array(point).check(z.maxLength(BOARD_LIMITS.strokePoints)),
  pressures: z
    .array(z.number().check(z.minimum(0), z.maximum(1)))
    .check(z.maxLength(BOARD_LIMITS.strokePoints)),
  simulatePressure: z.boolean(),
  lastCommittedPoint: z.nullable(point),
})

const textSchema = z.object({
  ...common,
  type: z.literal('text'),
  text: z.string().check(z.maxLength(BOARD_LIMITS.noteText)),
  originalText: z.string().check(z.maxLength(BOARD_LIMITS.noteText)),
  fontSize: z.number().check(z.minimum(1), z.maximum(500)),
  fontFamily: z.int().check(z.minimum(1), z.maximum(20)),
  textAlign: z.enum(['left', 'center', 'right']),
  verticalAlign: z.enum(['top', 'middle', 'bottom']),
  lineHeight: z.number().check(z.minimum(0.5), z.maximum(5)),
  autoResize: z.boolean(),
  containerId: z.null(),
})

const imageSchema = z.object({
  ...common,
  type: z.literal('image'),
  fileId: fileIdSchema,
  status: z.enum(['pending', 'saved', 'error']),
  scale: z.tuple([z.literal([-1, 1]), z.literal([-1, 1])]),
  crop: z.null(),
})

/**
 * One thing on the board, as Excalidraw 0.18 keeps it. Only what our own toolbar can make passes; keys that
 * are not listed are dropped.
 */
export const boardElementSchema = z.discriminatedUnion('type', [freedrawSchema, textSchema, imageSchema])
export type BoardElement = z.infer<typeof boardElementSchema>
