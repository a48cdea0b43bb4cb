import {
  type CaseEntry,
  caseEntrySchema,
  type CaseId,
  type EntryId,
  entryIdSchema,
  type PersonId,
  personIdSchema,
  type TimelineEntry,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { type DataKey, openJson, sealJson } from '../vault/index.ts'
import { spanOf, type TimelineCase, type TimelineSource } from '../timeline/index.ts'
import type { StoredCase } from './case-repository.ts'
import type { FindPerson } from './cases.ts'

/** Something that was written into a case, when and by whom. */
export interface StoredEntry {
  id: EntryId
  authorId: PersonId
  at: number
  entry: CaseEntry
}

const DIAGNOSES = ['diagnosis', 'diagnosis_end'] as const
const TREATMENTS = ['treatment', 'treatment_stop'] as const

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
    return rows.map((row) => shape(row, of.key))
  }

  /** Null also for an entry of another case. */
  async find(of: Pick<StoredCase, 'id' | 'key'>, id: EntryId): Promise<StoredEntry | null> {
    const row = await this.#db
      .selectFrom('case_entries')
      .selectAll()
      .where('id', '=', id)
      .where('case_id', '=', of.id)
      .executeTakeFirst()
    return row === undefined ? null : shape(row, of.key)
  }

  timeline(findPerson: FindPerson): TimelineSource {
    return {
      kinds: ['diagnosis', 'treatment'],
      list: async (_reader, of, { before, limit }, kinds) => {
        const rows = await this.#db
          .selectFrom('case_entries')
          .selectAll()
          .where('case_id', '=', of.id)
          .where(
            'kind',
            'in',
            kinds.flatMap((kind) => (kind === 'diagnosis' ? DIAGNOSES : TREATMENTS)),
          )
          .where(spanOf('at', 'id', before))
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map((row) => ({
          id: row.id,
          at: row.at,
          show: async () => this.#shown(of, shape(row, of.key), findPerson),
        }))
      },
    }
  }

  async #shown(
    of: TimelineCase,
    { id, at, authorId, entry }: StoredEntry,
    findPerson: FindPerson,
  ): Promise<TimelineEntry> {
    const kind = entry.kind === 'diagnosis' || entry.kind === 'diagnosis_end' ? 'diagnosis' : 'treatment'
    return { kind, id, at, by: await findPerson(authorId), entry, ended: await this.#endedBy(of, entry) }
  }

  async #endedBy(of: TimelineCase, entry: CaseEntry): Promise<string | null> {
    switch (entry.kind) {
      case 'diagnosis':
      case 'treatment':
        return null
      case 'diagnosis_end':
        return beginningIn(await this.find(of, entry.diagnosis))
      case 'treatment_stop':
        return beginningIn(await this.find(of, entry.treatment))
    }
  }
}

const shape = (row: Selectable<Tables['case_entries']>, key: DataKey): StoredEntry => ({
  id: entryIdSchema.parse(row.id),
  authorId: personIdSchema.parse(row.author_id),
  at: row.at,
  entry: openJson(key, row.sealed_content, { ...contentOf(row.id), schema: caseEntrySchema }),
})

/** The words in which something was begun. */
function beginningIn(begun: StoredEntry | null): string | null {
  if (begun?.entry.kind === 'diagnosis') return begun.entry.label
  return begun?.entry.kind === 'treatment' ? begun.entry.what : null
}
