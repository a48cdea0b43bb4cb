import { type PersonId, personIdSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'

/** Which doctors treat which patients: since they accepted a request of theirs or met them in a visit. */
export class CareTeam {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async treats(doctorId: PersonId, patientId: PersonId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('care_team')
      .select('since')
      .where('patient_id', '=', patientId)
      .where('doctor_id', '=', doctorId)
      .executeTakeFirst()
    return row !== undefined
  }

  async add(tx: Database, patientId: PersonId, doctorId: PersonId, now: number): Promise<void> {
    await tx
      .insertInto('care_team')
      .ignore()
      .values({ patient_id: patientId, doctor_id: doctorId, since: now })
      .execute()
  }

  async patientsOf(doctorId: PersonId): Promise<PersonId[]> {
    const rows = await this.#db
      .selectFrom('care_team')
      .select('patient_id')
      .where('doctor_id', '=', doctorId)
      .orderBy('since', 'desc')
      .execute()
    return rows.map((row) => personIdSchema.parse(row.patient_id))
  }

  async doctorsOf(patientId: PersonId): Promise<{ id: PersonId; since: number }[]> {
    const rows = await this.#db
      .selectFrom('care_team')
      .select(['doctor_id', 'since'])
      .where('patient_id', '=', patientId)
      .orderBy('since')
      .execute()
    return rows.map((row) => ({ id: personIdSchema.parse(row.doctor_id), since: row.since }))
  }
}
