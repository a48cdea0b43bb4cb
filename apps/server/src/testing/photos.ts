import { type DrawnOutline, type PhotoId, photoIdSchema } from '@visita/protocol'
import sharp from 'sharp'
import { newId } from '../platform/random.ts'
import type { Browser, BrowserRequest } from './server.ts'
import { bytesOf, sha256Of, tusAnnouncement } from './uploads.ts'

/** A JPEG as a telephone writes it, with what it knows of itself: a time, a place, whatever is in `description`. */
export async function aPhotoFile(
  description = 'nothing',
  { width = 1024, height = 768, orientation = 1 } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const jpeg = await sharp({ create: { width, height, channels: 3, background: '#b98a72' } })
    .withExif({
      IFD0: { ImageDescription: description },
      IFD2: { DateTimeOriginal: '2026:03:04 09:08:07' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 9/1 0/1' },
    })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer()
  return Uint8Array.from(jpeg)
}

const plain = await aPhotoFile()

export interface SentPhoto {
  caseId: string
  photoId?: string
  lesionId?: string
  slot?: string
  override?: string
  faults?: string
  file?: Uint8Array<ArrayBuffer>
}

export function photoAnnouncement({ caseId, file = plain, ...given }: SentPhoto): BrowserRequest {
  const said = {
    photoId: newId(),
    lesionId: '',
    slot: 'close_up',
    takenAt: '1',
    faults: '',
    override: 'none',
  }
  return tusAnnouncement({ caseId, sha256: sha256Of(file), ...said, ...given }, file.length)
}

export const photoBytes = (file = plain): BrowserRequest => bytesOf(file)

/** Announces a photograph; the address of its upload. */
export async function announcedPhoto(sender: Pick<Browser, 'fetch'>, photo: SentPhoto): Promise<string> {
  const reply = await sender.fetch('/api/photo-uploads', photoAnnouncement(photo))
  const location = reply.headers.get('location')
  if (location === null) throw new Error(`not announced: ${reply.status} ${await reply.text()}`)
  return location
}

/** Sends a whole photograph; its id. */
export async function sendPhoto(sender: Pick<Browser, 'fetch'>, photo: SentPhoto): Promise<PhotoId> {
  const photoId = photoIdSchema.parse(photo.photoId ?? newId())
  const location = await announcedPhoto(sender, { ...photo, photoId })
  const reply = await sender.fetch(location, photoBytes(photo.file))
  if (reply.status !== 204) throw new Error(`not sent: ${reply.status} ${await reply.text()}`)
  return photoId
}

/** A square in the middle of a photograph, beside a ruler: of 1024 by 768 pixels, 64 by 48 mm. */
export const aDrawnOutline = (): DrawnOutline => ({
  outline: [
    { x: 0.4, y: 0.4 },
    { x: 0.6, y: 0.4 },
    { x: 0.6, y: 0.6 },
    { x: 0.4, y: 0.6 },
  ],
  scale: { kind: 'ruler', from: { x: 0, y: 0.9 }, to: { x: 1, y: 0.9 }, mm: 64 },
})
