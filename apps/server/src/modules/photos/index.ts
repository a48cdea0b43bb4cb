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
import { PhotoAccess } from './photo-access.ts'
import { PhotoRepository } from './photo-repository.ts'
import { Photos } from './photos.ts'

export type { Photos } from './photos.ts'
export { photoTimeline } from './photo-timeline.ts'
export { photoRoutes } from './routes.ts'

export async function createPhotos(deps: {
  db: Database
  keyring: Keyring
  cases: CaseModule
  access: Access
  audit: Audit
  clock: Clock
  logger: Logger
  dataDir: string
  findPerson: (id: PersonId) => Promise<Participant | null>
}): Promise<Photos> {
  const disk = await SealedFiles.open(join(deps.dataDir, 'photos'), 'photos')
  const access = new PhotoAccess(deps)
  const photos = new Photos({ ...deps, access, photos: new PhotoRepository(deps.db), disk })
  await photos.removeOrphans()
  return photos
}
