import { join } from 'node:path'
import type { Participant, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Access } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseModule } from '../cases/index.ts'
import { SealedFiles } from '../files/index.ts'
import type { Keyring } from '../vault/index.ts'
import type { TimelineSource } from '../timeline/index.ts'
import { MeasurementRepository } from './measurement-repository.ts'
import { Measurements } from './measurements.ts'
import { PhotoAccess } from './photo-access.ts'
import { PhotoRepository } from './photo-repository.ts'
import { photoTimeline } from './photo-timeline.ts'
import { Photos } from './photos.ts'

export { measurementRoutes } from './measurement-routes.ts'
export { photoRoutes } from './routes.ts'

export interface PhotoModule {
  photos: Photos
  measurements: Measurements
  timeline: TimelineSource
}

export async function createPhotos(deps: {
  db: Database
  keyring: Keyring
  cases: CaseModule
  access: Access
  audit: Audit
  clock: Clock
  logger: Logger
  dataDir: string
  findPerson: (id: PersonId) => Promise<Participant>
}): Promise<PhotoModule> {
  const disk = await SealedFiles.open(join(deps.dataDir, 'photos'), 'photos')
  const access = new PhotoAccess(deps)
  const repository = new PhotoRepository(deps.db)
  const photos = new Photos({ ...deps, access, photos: repository, disk })
  await photos.removeOrphans()
  const measurements = new Measurements({
    ...deps,
    access,
    photos: repository,
    measurements: new MeasurementRepository(deps.db),
  })
  return { photos, measurements, timeline: photoTimeline(deps.db, deps.findPerson) }
}
