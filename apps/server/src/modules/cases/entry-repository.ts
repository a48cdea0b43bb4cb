import {
  type CaseEntry,
  caseEntrySchema,
  type CaseId,
  type EntryId,
  entryIdSchema,
  type PersonId,
  personIdSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { openJson, sealJson } from '../vault/index.ts'
import type { StoredCase } from './case-repository.ts'

/** Something that was written into a case, when and by whom. */
export interface StoredEntry {
  id: EntryId
  authorId: PersonId
  at: number
  entry: CaseEntry
}

const contentOf = (id: string) => ({ table: 'case_entries', row: id, column: 'sealed_content' })

/** What is added to cases and never changed. */
export class EntryRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async add(
    tx: Tx,
    of: Pick<StoredCase, 'id' | 'key'>,
    { id, authorId, at, entry }: StoredEntry,
  ): Promise<void> {
    await tx
      .insertInto('case_entries')
      .values({
        id,
        case_id: of.id,
        kind: entry.kind,
        author_id: authorId,
        sealed_content: sealJson(of.key, entry, contentOf(id)),
        at,
      })
      .execute()
  }

  /** Of which case an id is; null for none. */
  async caseOf(tx: Tx, id: EntryId): Promise<string | null> {
    const row = await tx.selectFrom('case_entries').select('case_id').where('id', '=', id).executeTakeFirst()
    return row?.case_id ?? null
  }

  /** In the order in which they were written. */
  async list(of: Pick<StoredCase, 'id' | 'key'>, db: Database = this.#db): Promise<StoredEntry[]> {
    const rows = await db
      .selectFrom('case_entries')
      .selectAll()
      .where('case_id', '=', of.id satisfies CaseId)
      .orderBy('at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: entryIdSchema.parse(row.id),
      authorId: personIdSchema.parse(row.author_id),
      at: row.at,
      entry: openJson(of.key, row.sealed_content, { ...contentOf(row.id), schema: caseEntrySchema }),
    }))
  }
}
