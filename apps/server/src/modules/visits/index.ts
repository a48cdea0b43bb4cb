import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Identity } from '../identity/index.ts'
import type { Vault } from '../vault/index.ts'
import { FileRepository } from './file-repository.ts'
import { VisitFiles } from './files.ts'
import { Lifecycle } from './lifecycle.ts'
import { RecordRepository } from './record-repository.ts'
import { VisitRecords } from './record.ts'
import { visitRoutes } from './routes.ts'
import { SealedFiles } from './sealed-files.ts'
import { uploadRoutes } from './upload-routes.ts'
import { VisitRepository } from './visit-repository.ts'
import type { Visits } from './visits.ts'

export type { Visit, Visits } from './visits.ts'

export type VisitRoutes = FastifyPluginAsync<{ identity: Identity }>

/** The lifecycle for the socket side, and the routes under /api for the record. */
export async function createVisits(deps: {
  db: Database
  vault: Vault
  clock: Clock
  logger: Logger
  dataDir: string
  returnMs: number
}): Promise<{ visits: Visits; routes: VisitRoutes }> {
  const { clock, logger } = deps
  const repository = new VisitRepository(deps.db, deps.vault.keyring)
  const fileRepository = new FileRepository(deps.db)
  const disk = await SealedFiles.open(join(deps.dataDir, 'files'))
  const record = new RecordRepository(deps.db)
  const records = new VisitRecords({ visits: repository, record, files: fileRepository, clock })
  const files = new VisitFiles({ visits: repository, files: fileRepository, disk, clock, logger })
  await files.removeOrphans()
  return {
    visits: new Lifecycle({ repository, clock, logger, returnMs: deps.returnMs }),
    routes: async (app, { identity }) => {
      await app.register(visitRoutes, { records, files, identity })
      await app.register(uploadRoutes, { files, identity })
    },
  }
}
