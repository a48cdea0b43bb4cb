import {
  newPhotosSchema,
  photoListSchema,
  type CaseId,
  type NewPhotos,
  type Photo,
  type PhotoId,
  type Rendition,
  type RetakeReason,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of photographs ask of the server. Every call throws `Refused`; every answer is parsed. */
export const photoApi = {
  async list(of: CaseId): Promise<readonly Photo[]> {
    return (await ask(photoListSchema, 'GET', `/api/cases/${of}/photos`)).photos
  },
  /** Of one's own patients, what no doctor has opened yet. */
  async unseen(): Promise<NewPhotos['cases']> {
    return (await ask(newPhotosSchema, 'GET', '/api/photos/new')).cases
  },
  async askAgain(of: CaseId, id: PhotoId, why: RetakeReason): Promise<void> {
    await send('PUT', `/api/cases/${of}/photos/${id}/retake`, { why })
  },
  /** Where the picture is. */
  address: (of: CaseId, id: PhotoId, rendition: Rendition): string =>
    `/api/cases/${of}/photos/${id}/${rendition}`,
}
