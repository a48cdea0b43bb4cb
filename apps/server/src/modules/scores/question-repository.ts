import {
  type CaseId,
  caseIdSchema,
  instrumentSchema,
  type PersonId,
  personIdSchema,
  type QuestionId,
  questionIdSchema,
  type ScoreId,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import type { StoredCase } from '../cases/index.ts'
import { type DataKey, open, seal } from '../vault/index.ts'

export interface StoredQuestion {
  id: QuestionId
  caseId: CaseId
  instrument: string
  askedBy: PersonId
  askedAt: number
}

const instrumentOf = (id: string) => ({ table: 'questions', row: id, column: 'sealed_instrument' })

/** What patients are asked to answer, sealed by their keys. */
export class QuestionRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async add(tx: Tx, { id: case_id, patientId, key }: StoredCase, question: StoredQuestion): Promise<void> {
    const { id, instrument, askedBy, askedAt } = question
    await tx
      .insertInto('questions')
      .values({
        id,
        case_id,
        patient_id: patientId,
        asked_by: askedBy,
        sealed_instrument: seal(key, instrument, instrumentOf(id)),
        asked_at: askedAt,
        closed_at: null,
        score_id: null,
      })
      .execute()
  }

  /** Of which case an id is; null for none. */
  async caseOf(tx: Tx, id: QuestionId): Promise<string | null> {
    const row = await tx.selectFrom('questions').select('case_id').where('id', '=', id).executeTakeFirst()
    return row?.case_id ?? null
  }

  /** Whether it was open. */
  async close(tx: Tx, id: QuestionId, now: number, answer: ScoreId | null): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('questions')
      .set({ closed_at: now, score_id: answer })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  /** Those of a case that are neither answered nor withdrawn, the oldest first. */
  async openOf(of: StoredCase, db: Database = this.#db): Promise<StoredQuestion[]> {
    const all = await this.openOfPatient(of.patientId, of.key, db)
    return all.filter(({ caseId }) => caseId === of.id)
  }

  async openOfPatient(patient: PersonId, key: DataKey, db: Database = this.#db): Promise<StoredQuestion[]> {
    const rows = await db
      .selectFrom('questions')
      .selectAll()
      .where('patient_id', '=', patient)
      .where('closed_at', 'is', null)
      .orderBy('asked_at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: questionIdSchema.parse(row.id),
      caseId: caseIdSchema.parse(row.case_id),
      instrument: instrumentSchema.parse(open(key, row.sealed_instrument, instrumentOf(row.id))),
      askedBy: personIdSchema.parse(row.asked_by),
      askedAt: row.asked_at,
    }))
  }
}
