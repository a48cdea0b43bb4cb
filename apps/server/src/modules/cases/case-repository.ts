import {
  type CaseId,
  caseIdSchema,
  type CaseState,
  type OpenCaseRequest,
  openCaseRequestSchema,
  type PersonId,
  personIdSchema,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { DataKey, Keyring } from '../vault/index.ts'
import { openJson, sealJson } from './sealed-json.ts'

/** A case as it is kept, with the key of its patient, which seals all that is in it. */
export interface StoredCase extends OpenCaseRequest {
  id: CaseId
  patientId: PersonId
  /** The responsible doctor. */
  doctorId: PersonId
  state: CaseState
  openedAt: number
  closedAt: number | null
  key: DataKey
}

const detailsOf = (id: string) => ({ table: 'cases', row: id, column: 'sealed_details' })

export class CaseRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  /** Null also for a case whose patient was erased. */
  async find(id: CaseId, db: Database = this.#db): Promise<StoredCase | null> {
    const row = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) return null
    const key = await this.#keyring.find(row.patient_id)
    return key && shape(row, key)
  }

  async add(
    tx: Tx,
    { id, patientId, doctorId, now, ...details }: OpenCaseRequest & CaseOfPatient & { now: number },
  ): Promise<void> {
    const key = await this.#keyring.open(patientId)
    await tx
      .insertInto('cases')
      .values({
        id,
        patient_id: patientId,
        doctor_id: doctorId,
        state: 'open',
        sealed_details: sealJson(key, details, detailsOf(id)),
        opened_at: now,
        closed_at: null,
      })
      .execute()
  }

  async setState(tx: Tx, id: CaseId, state: CaseState, now: number): Promise<void> {
    const closed_at = state === 'closed' ? now : null
    await tx.updateTable('cases').set({ state, closed_at }).where('id', '=', id).execute()
  }

  /** The newest first. */
  async listOfPatient(patientId: PersonId): Promise<StoredCase[]> {
    const key = await this.#keyring.find(patientId)
    if (key === null) return []
    const rows = await this.#db
      .selectFrom('cases')
      .selectAll()
      .where('patient_id', '=', patientId)
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    return rows.map((row) => shape(row, key))
  }
}

type CaseOfPatient = Pick<StoredCase, 'id' | 'patientId' | 'doctorId'>

const shape = (row: Selectable<Tables['cases']>, key: DataKey): StoredCase => ({
  id: caseIdSchema.parse(row.id),
  patientId: personIdSchema.parse(row.patient_id),
  doctorId: personIdSchema.parse(row.doctor_id),
  state: row.state,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  key,
  ...openJson(key, row.sealed_details, { ...detailsOf(row.id), schema: openCaseRequestSchema }),
})
