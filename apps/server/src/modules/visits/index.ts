import { join } from 'node:path'
import type { PersonId, Relation } from '@visita/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Audit } from '../audit/index.ts'
import { SealedFiles, uploadRoutes } from '../files/index.ts'
import type { Vault } from '../vault/index.ts'
import { FileRepository } from './file-repository.ts'
import { VisitFiles } from './files.ts'
import { type AddToCareTeam, Lifecycle } from './lifecycle.ts'
import { LineRepository } from './line-repository.ts'
import { RecordRepository } from './record-repository.ts'
import { VisitRecords } from './record.ts'
import { visitRoutes } from './routes.ts'
import { VisitAccess } from './visit-access.ts'
import { VisitRepository } from './visit-repository.ts'
import type { Visits } from './visits.ts'

export type { VisitRecords } from './record.ts'
export type { Attendee, HowEnded, PlacedAttendee, Visit, Visits } from './visits.ts'

export interface VisitModule {
  /** The lifecycle, for the socket side. */
  visits: Visits
  records: VisitRecords
  /** Under /api. */
  routes: FastifyPluginAsync
}

/** `toPatient`: what somebody is to the patient whose record a visit belongs to. */
export async function createVisits(deps: {
  db: Database
  vault: Vault
  clock: Clock
  logger: Logger
  dataDir: string
  returnMs: number
  audit: Audit
  toPatient: (personId: PersonId, patientId: PersonId) => Promise<Relation>
  addToCareTeam: AddToCareTeam
}): Promise<VisitModule> {
  const { clock, logger, audit } = deps
  const repository = new VisitRepository(deps.db, deps.vault.keyring)
  const access = new VisitAccess({ ...deps, visits: repository })
  const fileRepository = new FileRepository(deps.db)
  const disk = await SealedFiles.open(join(deps.dataDir, 'files'), 'files')
  const record = new RecordRepository(deps.db)
  const lines = new LineRepository(deps.db)
  const records = new VisitRecords({
    access,
    visits: repository,
    record,
    lines,
    files: fileRepository,
    clock,
  })
  const files = new VisitFiles({ access, visits: repository, files: fileRepository, disk, clock, logger })
  await files.removeOrphans()
  return {
    visits: new Lifecycle({ ...deps, repository, audit, clock, logger }),
    records,
    routes: async (app) => {
      await app.register(visitRoutes, { records, files })
      await app.register(async (scope) =>
        uploadRoutes(scope, { path: '/api/uploads', permission: 'visit.write', uploads: files }),
      )
    },
  }
}
