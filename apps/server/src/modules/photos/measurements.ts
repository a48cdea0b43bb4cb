import { isDeepStrictEqual } from 'node:util'
import { measureOnPhoto } from '@visita/lesion'
import type {
  CaseId,
  DrawnOutline,
  Measurement,
  MeasureRequest,
  Participant,
  PersonId,
  PhotoId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { Measured, MeasurementRepository } from './measurement-repository.ts'
import type { PhotoAccess } from './photo-access.ts'
import type { PhotoRepository } from './photo-repository.ts'

/** Sizes of lesions, measured on their photographs (X4). The page draws; what it comes to is reckoned here. */
export class Measurements {
  readonly #db: Database
  readonly #access: PhotoAccess
  readonly #photos: PhotoRepository
  readonly #measurements: MeasurementRepository
  readonly #findPerson: (id: PersonId) => Promise<Participant>
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    access: PhotoAccess
    photos: PhotoRepository
    measurements: MeasurementRepository
    findPerson: (id: PersonId) => Promise<Participant>
    clock: Clock
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#photos = deps.photos
    this.#measurements = deps.measurements
    this.#findPerson = deps.findPerson
    this.#clock = deps.clock
  }

  /** For whoever may read the case; the newest of each photograph, in the order in which those were taken. */
  async list(member: Member, caseId: CaseId): Promise<Measurement[]> {
    const found = await this.#access.toReadAs(member, caseId, 'measurements')
    const measurements = await this.#measurements.list(found)
    const shown = await Promise.all(
      measurements.map(async ({ photoId, authorId, ...rest }) => {
        const photo = await this.#photos.findIn(found, photoId)
        if (photo === null) return []
        const { lesionId: lesion, takenAt } = photo
        return [{ ...rest, photo: photoId, lesion, takenAt, by: await this.#findPerson(authorId) }]
      }),
    )
    return shown.flat().toSorted((a, b) => a.takenAt - b.takenAt)
  }

  async keep(
    member: Member,
    { caseId, photoId }: { caseId: CaseId; photoId: PhotoId },
    { after, drawn }: MeasureRequest,
  ): Promise<{ revision: number }> {
    const found = await this.#access.toAsk(member, caseId)
    const photo = await this.#photos.findIn(found, photoId)
    if (photo?.made == null) throw new Refusal('not_found')
    const measured = drawn && sizedIn(drawn, photo.made)
    return this.#db.transaction().execute(async (tx) => {
      const newest = await this.#measurements.newest(tx, found, photoId)
      const current = newest?.revision ?? 0
      if (newest !== null && isDeepStrictEqual(newest.measured, measured)) return { revision: current }
      if (current !== after) throw new Refusal('conflict')
      const revision = after + 1
      const authorId = member.person.id
      await this.#measurements.add(tx, found, { photoId, revision, authorId, at: this.#clock(), measured })
      const details = { case: caseId, revision }
      await this.#access.note(tx, member, found, { event: 'photo.measured', object: photoId, details })
      return { revision }
    })
  }
}

/** Throws `bad_request`, with why, for what comes to no size. */
function sizedIn(drawn: DrawnOutline, photo: { width: number; height: number }): Measured {
  const size = measureOnPhoto(drawn, photo)
  if (!size.measured) throw new Refusal('bad_request', size.why)
  const { areaMm2, longestMm, error } = size
  if (areaMm2 <= 0) throw new Refusal('bad_request', 'too_few_points')
  return { ...drawn, areaMm2, longestMm, error }
}
