import { type CaseId, type PersonId, personIdSchema } from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'

/** Doctors who take part in a case beside the responsible one. */
export class CaseMembers {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async has(caseId: CaseId, doctorId: PersonId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('case_members')
      .select('since')
      .where('case_id', '=', caseId)
      .where('doctor_id', '=', doctorId)
      .executeTakeFirst()
    return row !== undefined
  }

  /** Whether a doctor takes part in any case of a patient, or has been offered one. */
  async isWith(doctorId: PersonId, patientId: PersonId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('cases')
      .leftJoin('case_members', (join) =>
        join.onRef('case_members.case_id', '=', 'cases.id').on('case_members.doctor_id', '=', doctorId),
      )
      .select('cases.id')
      .where('cases.patient_id', '=', patientId)
      .where((where) =>
        where.or([where('case_members.doctor_id', 'is not', null), where('cases.offered_to', '=', doctorId)]),
      )
      .executeTakeFirst()
    return row !== undefined
  }

  async list(caseId: CaseId): Promise<{ id: PersonId; since: number }[]> {
    const rows = await this.#db
      .selectFrom('case_members')
      .select(['doctor_id', 'since'])
      .where('case_id', '=', caseId)
      .orderBy('since')
      .execute()
    return rows.map((row) => ({ id: personIdSchema.parse(row.doctor_id), since: row.since }))
  }

  /** Whether it changed anything. */
  async add(tx: Tx, caseId: CaseId, doctorId: PersonId, now: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('case_members')
      .ignore()
      .values({ case_id: caseId, doctor_id: doctorId, since: now })
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  /** Whether it changed anything. */
  async remove(tx: Tx, caseId: CaseId, doctorId: PersonId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('case_members')
      .where('case_id', '=', caseId)
      .where('doctor_id', '=', doctorId)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }
}
