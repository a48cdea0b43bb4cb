import {
  type ConsentAnswer,
  type ConsentKind,
  consentKindSchema,
  type PersonId,
  personIdSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'

export interface StoredAnswer {
  kind: ConsentKind
  /** Counts the answers of a patient to this kind, from 1. */
  revision: number
  answer: ConsentAnswer
  version: number
  authorId: PersonId
  at: number
}

/**
 * What patients answered. Words of a closed list and numbers, which say nothing of an illness: they are not sealed, so
 * that who agreed can be asked for of many patients at once. See ADR 58.
 */
export class ConsentRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async newest(
    patientId: PersonId,
    kind: ConsentKind,
    db: Database = this.#db,
  ): Promise<StoredAnswer | null> {
    const answers = await this.#list(patientId, db)
    return answers.find((each) => each.kind === kind) ?? null
  }

  /** The newest first. */
  list(patientId: PersonId): Promise<StoredAnswer[]> {
    return this.#list(patientId, this.#db)
  }

  async add(tx: Tx, patientId: PersonId, { authorId, ...answer }: StoredAnswer): Promise<void> {
    await tx
      .insertInto('consents')
      .values({ patient_id: patientId, author_id: authorId, ...answer })
      .execute()
  }

  async #list(patientId: PersonId, db: Database): Promise<StoredAnswer[]> {
    const rows = await db
      .selectFrom('consents')
      .selectAll()
      .where('patient_id', '=', patientId)
      .orderBy('at', 'desc')
      .orderBy('revision', 'desc')
      .execute()
    return rows.map(({ kind, revision, answer, version, author_id, at }) => ({
      kind: consentKindSchema.parse(kind),
      revision,
      answer,
      version,
      authorId: personIdSchema.parse(author_id),
      at,
    }))
  }
}
