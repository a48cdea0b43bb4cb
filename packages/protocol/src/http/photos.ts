import * as z from 'zod/mini'
import { caseIdSchema, lesionIdSchema, personIdSchema, photoIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { shortTextSchema } from '../words.ts'
import type { Complaint } from './cases.ts'

const epochMs = z.int().check(z.nonnegative())

/**
 * What is asked to be photographed, from afar to near: all of the part of the body, the place with something to know it
 * by, straight from above, from the side, with the printed marker beside it, through a dermatoscope.
 */
export const SLOTS = ['overview', 'regional', 'close_up', 'oblique', 'scale', 'dermoscopy'] as const
export const slotSchema = z.enum(SLOTS)
export type Slot = z.infer<typeof slotSchema>

/**
 * Which photographs a complaint needs, in the order in which they are taken. After the Portuguese norm DGS 005/2014:
 * of what is extensive the region and a typical place, of what is small a near picture with a scale; and the ATA's
 * far, medium, near and from the side. Nobody has a dermatoscope at home, so that slot is the doctor's.
 */
const PROTOCOLS: Readonly<Record<Complaint, readonly Slot[]>> = {
  rash: ['overview', 'regional', 'close_up'],
  mole: ['regional', 'close_up', 'scale'],
  growth: ['regional', 'close_up', 'oblique', 'scale'],
  acne: ['overview', 'close_up', 'oblique'],
  hair: ['overview', 'close_up'],
  nail: ['regional', 'close_up', 'oblique'],
  wound: ['regional', 'close_up', 'scale'],
  other: ['regional', 'close_up', 'scale'],
}
export const slotsFor = (complaint: Complaint): readonly Slot[] => PROTOCOLS[complaint]

/** What a device can find wrong with a photograph; all but the first can be overridden by who takes it. */
export const PHOTO_FAULTS = [
  'too_small',
  'small',
  'blurred',
  'too_dark',
  'too_bright',
  'no_marker',
  'too_far',
  'too_close',
] as const
export const photoFaultSchema = z.enum(PHOTO_FAULTS)
export type PhotoFault = z.infer<typeof photoFaultSchema>

/** Why a photograph is sent although something is wrong with it. */
export const OVERRIDES = ['none', 'best_i_can', 'no_help', 'no_marker'] as const
export const overrideSchema = z.enum(OVERRIDES)
export type Override = z.infer<typeof overrideSchema>

/** What is said of a photograph when its upload to /api/photo-uploads begins; texts, as tus carries them. */
export const photoMetadataSchema = z.object({
  caseId: caseIdSchema,
  /** Made on the device: the same photograph is kept once, however often it is sent. */
  photoId: photoIdSchema,
  /** Empty for one of no lesion in particular. */
  lesionId: z.union([lesionIdSchema, z.literal('')]),
  slot: slotSchema,
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** By the device's clock, in epoch milliseconds. */
  takenAt: z.string().check(z.regex(/^\d{1,15}$/)),
  /** What the device found wrong, with commas between. */
  faults: z.string().check(z.regex(/^([a-z_]+(,[a-z_]+){0,9})?$/)),
  override: overrideSchema,
})
export type PhotoMetadata = z.infer<typeof photoMetadataSchema>

/** Why the server does not take a photograph; the `detail` of `photo_refused`. */
export const photoRefusalSchema = z.enum([
  'heic',
  'format',
  'broken',
  'too_small',
  'too_many_pixels',
  'more_inside',
])
export type PhotoRefusal = z.infer<typeof photoRefusalSchema>

/** PUT /api/cases/:caseId/photos/:photoId/retake: asks the patient for that photograph once more. */
export const RETAKE_REASONS = ['blurred', 'light', 'framing', 'scale', 'other'] as const
export const retakeReasonSchema = z.enum(RETAKE_REASONS)
export type RetakeReason = z.infer<typeof retakeReasonSchema>
export const retakeRequestSchema = z.object({ why: retakeReasonSchema })

export const photoSchema = z.object({
  id: photoIdSchema,
  lesion: z.nullable(lesionIdSchema),
  slot: slotSchema,
  sender: personIdSchema,
  /** When the device says that it took it, and when it was here; epoch milliseconds. */
  takenAt: epochMs,
  keptAt: epochMs,
  /** What the file itself says, in the time of a place that it does not name; null where it says nothing. */
  claimed: z.nullable(z.string()),
  /** Pixels, as it is looked at. */
  width: z.int(),
  height: z.int(),
  faults: z.array(photoFaultSchema),
  override: overrideSchema,
  /** No doctor has opened it yet. */
  isNew: z.boolean(),
  /** It is to be taken once more; null where nobody asked, or it was. */
  retake: z.nullable(z.object({ why: retakeReasonSchema, askedAt: epochMs })),
})
export type Photo = z.infer<typeof photoSchema>

/** GET /api/cases/:caseId/photos: the newest first. */
export const photoListSchema = z.object({ photos: z.array(photoSchema) })

/** GET /api/photos/new: of patients whom the doctor treats, the case with the newest photograph first. */
export const newPhotosSchema = z.object({
  cases: z.array(
    z.object({
      case: caseIdSchema,
      title: shortTextSchema,
      patient: participantSchema,
      count: z.int(),
      newestAt: epochMs,
    }),
  ),
})
export type NewPhotos = z.infer<typeof newPhotosSchema>

/** As it is shown in a list, as it is looked at, and as it came: unchanged, and never shown. */
export const RENDITIONS = ['thumb', 'screen', 'original'] as const
export const renditionSchema = z.enum(RENDITIONS)
export type Rendition = z.infer<typeof renditionSchema>

export const ofPhotoSchema = z.object({ caseId: caseIdSchema, photoId: photoIdSchema })
export const ofRenditionSchema = z.extend(ofPhotoSchema, { rendition: renditionSchema })
