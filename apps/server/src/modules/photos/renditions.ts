import type { PhotoRefusal } from '@visita/protocol'
import type { Sharp } from 'sharp'
import { Refusal } from '../../platform/http-errors.ts'
import { kindOf, hasMoreInside } from './photo-bytes.ts'

/** What is made of a photograph to be looked at: upright, in sRGB, with nothing in it but the picture. */
export interface Renditions {
  /** Pixels of the photograph, upright. */
  width: number
  height: number
  screen: Buffer
  thumb: Buffer
  /** When the file says that it was taken, `YYYY-MM-DDTHH:MM:SS` in the time of wherever that was. */
  claimed: string | null
}

/** Four times what a telephone has; a file of few bytes may claim to be of any size. */
const MOST_PIXELS = 64_000_000
const LEAST = { long: 800, short: 600 }
const SCREEN_SIDE = 2560
const THUMB_SIDE = 320
const SECONDS = 30

/** Makes what is shown of a photograph. Throws `photo_refused`. */
export async function renditionsOf(original: Buffer): Promise<Renditions> {
  const kind = kindOf(original)
  if (kind === 'heic') throw refused('heic')
  if (kind === null) throw refused('format')
  if (hasMoreInside(original, kind)) throw refused('more_inside')
  const { sharp } = await import('./sharp.ts')
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const
  const { width, height, format, pages = 1 } = await orRefuse(sharp(original, options).metadata())
  if (format !== kind || pages !== 1) throw refused('format')
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  if (width * height > MOST_PIXELS) throw refused('too_many_pixels')
  if (long < LEAST.long || short < LEAST.short) throw refused('too_small')
  const screen = await orRefuse(
    reduced(sharp(original, options).autoOrient(), SCREEN_SIDE).toBuffer({ resolveWithObject: true }),
  )
  const thumb = await orRefuse(reduced(sharp(screen.data), THUMB_SIDE).toBuffer())
  const upright =
    screen.info.width > screen.info.height ? { width: long, height: short } : { width: short, height: long }
  return { ...upright, screen: screen.data, thumb, claimed: await claimedTime(original) }
}

/** Encoded anew, which takes along neither EXIF nor a place nor anything else that was in the file. */
const reduced = (image: Sharp, side: number): Sharp =>
  image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .timeout({ seconds: SECONDS })
    .jpeg({ quality: 84 })

const refused = (why: PhotoRefusal): Refusal => new Refusal('photo_refused', why)

async function orRefuse<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    // Its sentences are for whoever has the file, not for a page; only this one tells what to do.
    const isTooLarge = error instanceof Error && error.message.includes('pixel limit')
    throw refused(isTooLarge ? 'too_many_pixels' : 'broken')
  })
}

const EXIF_TIME = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/

async function claimedTime(original: Buffer): Promise<string | null> {
  const { default: exifr } = await import('exifr')
  const found: unknown = await exifr
    .parse(original, { pick: ['DateTimeOriginal'], reviveValues: false })
    .catch(() => null)
  const value: unknown =
    typeof found === 'object' && found !== null ? Reflect.get(found, 'DateTimeOriginal') : null
  const [, year, month, day, time] = EXIF_TIME.exec(typeof value === 'string' ? value : '') ?? []
  return year === undefined ? null : `${year}-${month}-${day}T${time}`
}
