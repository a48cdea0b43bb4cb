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
import { type DataKey, type Keyring, openJson, sealJson } from '../vault/index.ts'
import type { Responsibility } from './responsibility.ts'

/** A case as it is kept, with the key of its patient, which seals all that is in it. */
export interface StoredCase extends OpenCaseRequest {
  id: CaseId
  patientId: PersonId
  responsibility: Responsibility
  state: CaseState
  openedAt: number
  closedAt: number | null
  key: DataKey
}

const offeredTo = (state: Responsibility): PersonId | null => (state.kind === 'offered' ? state.to : null)

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

  async add(tx: Tx, { id, patientId, doctorId, now, ...details }: OpenCaseRequest & NewCase): Promise<void> {
    const key = await this.#keyring.open(patientId)
    await tx
      .insertInto('cases')
      .values({
        id,
        patient_id: patientId,
        doctor_id: doctorId,
        offered_to: null,
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

  /** False where it is not as it was `before` any more: somebody was faster. */
  async pass(tx: Tx, id: CaseId, before: Responsibility, next: Responsibility): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('cases')
      .set({ doctor_id: next.by, offered_to: offeredTo(next) })
      .where('id', '=', id)
      .where('doctor_id', '=', before.by)
      .where('offered_to', before.kind === 'offered' ? '=' : 'is', offeredTo(before))
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  /** The open ones that a doctor answers for, and those offered to them; the newest first. */
  async listOfDoctor(doctorId: PersonId, as: 'doctor_id' | 'offered_to'): Promise<StoredCase[]> {
    const rows = await this.#db
      .selectFrom('cases')
      .selectAll()
      .where(as, '=', doctorId)
      .where('state', '=', 'open')
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const keys = await this.#keyring.findAll(rows.map((row) => row.patient_id))
    return rows.flatMap((row) => {
      const key = keys.get(row.patient_id)
      return key === undefined ? [] : [shape(row, key)]
    })
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

type NewCase = Pick<StoredCase, 'id' | 'patientId'> & { doctorId: PersonId; now: number }

function responsibilityOf(
  row: Pick<Selectable<Tables['cases']>, 'doctor_id' | 'offered_to'>,
): Responsibility {
  const by = personIdSchema.parse(row.doctor_id)
  if (row.offered_to === null) return { kind: 'held', by }
  return { kind: 'offered', by, to: personIdSchema.parse(row.offered_to) }
}

const shape = (row: Selectable<Tables['cases']>, key: DataKey): StoredCase => ({
  id: caseIdSchema.parse(row.id),
  patientId: personIdSchema.parse(row.patient_id),
  responsibility: responsibilityOf(row),
  state: row.state,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  key,
  ...openJson(key, row.sealed_details, { ...detailsOf(row.id), schema: openCaseRequestSchema }),
})
