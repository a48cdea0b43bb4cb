import { createHash } from 'node:crypto'
import {
  type CaseId,
  type NoteContent,
  noteContentSchema,
  type NoteId,
  noteIdSchema,
  type PersonId,
  personIdSchema,
  type VisitId,
  visitIdSchema,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { type DataKey, openJson, sealJson } from '../vault/index.ts'
import { spanOf, type TimelineSource } from '../timeline/index.ts'
import type { StoredCase } from './case-repository.ts'
import type { FindPerson } from './cases.ts'

export interface StoredNote {
  id: NoteId
  caseId: string
  content: NoteContent
  visit: VisitId | null
  addendumTo: NoteId | null
  revision: number
  authorId: PersonId
  writtenAt: number
  /** Null for a draft. */
  signed: { by: PersonId; at: number } | null
}

/** What is known of a note whose words do not open, or are not those that were signed. */
export type DamagedNote = Pick<StoredNote, 'id' | 'authorId' | 'writtenAt' | 'signed'>

type Of = Pick<StoredCase, 'id' | 'key'>

const contentOf = (id: string, version: number) => ({
  table: 'notes',
  row: id,
  column: 'sealed_content',
  version,
})

/** Notes of cases; a signed one is never written again. */
export class NoteRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Null also for a note of another case. */
  async find(of: Of, id: NoteId, db: Database = this.#db): Promise<StoredNote | null> {
    const row = await db
      .selectFrom('notes')
      .selectAll()
      .where('id', '=', id)
      .where('case_id', '=', of.id)
      .executeTakeFirst()
    return row === undefined ? null : shape(row, of.key)
  }

  async isTaken(tx: Tx, id: NoteId): Promise<boolean> {
    const row = await tx.selectFrom('notes').select('id').where('id', '=', id).executeTakeFirst()
    return row !== undefined
  }

  /** The newest first; one that is not as it was written is told of, and hides no other. */
  async list(of: Of): Promise<{ notes: StoredNote[]; damaged: DamagedNote[] }> {
    const rows = await this.#db
      .selectFrom('notes')
      .selectAll()
      .where('case_id', '=', of.id satisfies CaseId)
      .orderBy('begun_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const read = rows.map((row) => readRow(row, of.key))
    return {
      notes: read.flatMap((each) => ('note' in each ? [each.note] : [])),
      damaged: read.flatMap((each) => ('damaged' in each ? [each.damaged] : [])),
    }
  }

  /** The signed ones, by when they were signed. */
  timeline(findPerson: FindPerson): TimelineSource {
    return {
      kinds: ['note'],
      list: async (_reader, of, { before, limit }) => {
        const rows = await this.#db
          .selectFrom('notes')
          .selectAll()
          .where('case_id', '=', of.id)
          .where('signed_at', 'is not', null)
          .where(spanOf('signed_at', 'id', before))
          .orderBy('signed_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map((row) => ({
          id: row.id,
          at: row.signed_at ?? 0,
          show: async () => {
            const { id, authorId, writtenAt, signed } = signedRow(row)
            const read = readRow(row, of.key)
            return {
              kind: 'note',
              id,
              at: signed?.at ?? writtenAt,
              by: await findPerson(signed?.by ?? authorId),
              content: 'note' in read ? read.note.content : null,
              addendumTo: row.addendum_to === null ? null : noteIdSchema.parse(row.addendum_to),
            }
          },
        }))
      },
    }
  }

  async add(
    tx: Tx,
    of: Of,
    note: Pick<StoredNote, 'id' | 'content' | 'visit' | 'addendumTo' | 'authorId'> & { now: number },
  ): Promise<void> {
    await tx
      .insertInto('notes')
      .values({
        id: note.id,
        case_id: of.id,
        visit_id: note.visit,
        addendum_to: note.addendumTo,
        revision: 1,
        sealed_content: sealJson(of.key, note.content, contentOf(note.id, 1)),
        author_id: note.authorId,
        begun_at: note.now,
        written_at: note.now,
        signed_by: null,
        signed_at: null,
        signed_hash: null,
      })
      .execute()
  }

  /** The next revision of a draft; false where it is no draft of this revision any more. */
  async write(
    tx: Tx,
    of: Of,
    {
      id,
      after,
      content,
      authorId,
      now,
    }: Pick<StoredNote, 'id' | 'content' | 'authorId'> & { after: number; now: number },
  ): Promise<boolean> {
    const revision = after + 1
    const { numUpdatedRows } = await tx
      .updateTable('notes')
      .set({
        revision,
        sealed_content: sealJson(of.key, content, contentOf(id, revision)),
        author_id: authorId,
        written_at: now,
      })
      .where('id', '=', id)
      .where('revision', '=', after)
      .where('signed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  /** Freezes a revision; null where it is no draft of this revision any more, else what the log keeps of it. */
  async sign(tx: Tx, note: StoredNote, by: PersonId, now: number): Promise<string | null> {
    const hash = hashOfSigned({ ...note, signed: { by, at: now } })
    const { numUpdatedRows } = await tx
      .updateTable('notes')
      .set({ signed_by: by, signed_at: now, signed_hash: hash })
      .where('id', '=', note.id)
      .where('revision', '=', note.revision)
      .where('signed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n ? hash : null
  }

  /** A draft; false where it was signed. */
  async remove(tx: Tx, id: NoteId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('notes')
      .where('id', '=', id)
      .where('signed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }
}

/** SHA-256 in base64 over all that a signature stands for. */
const hashOfSigned = ({ id, caseId, visit, addendumTo, content, signed }: StoredNote): string =>
  createHash('sha256')
    .update(JSON.stringify([id, caseId, visit, addendumTo, content, signed?.by, signed?.at]))
    .digest('base64')

function readRow(
  row: Selectable<Tables['notes']>,
  key: DataKey,
): { note: StoredNote } | { damaged: DamagedNote } {
  try {
    return { note: shape(row, key) }
  } catch {
    return { damaged: signedRow(row) }
  }
}

/** A signed note that is not as it was signed is not shown as if it were. */
function shape(row: Selectable<Tables['notes']>, key: DataKey): StoredNote {
  const note: StoredNote = {
    ...signedRow(row),
    caseId: row.case_id,
    visit: row.visit_id === null ? null : visitIdSchema.parse(row.visit_id),
    addendumTo: row.addendum_to === null ? null : noteIdSchema.parse(row.addendum_to),
    revision: row.revision,
    content: openJson(key, row.sealed_content, {
      ...contentOf(row.id, row.revision),
      schema: noteContentSchema,
    }),
  }
  if (note.signed !== null && hashOfSigned(note) !== row.signed_hash) {
    throw new Error('a signed note is not as it was signed')
  }
  return note
}

const signedRow = (row: Selectable<Tables['notes']>): DamagedNote => ({
  id: noteIdSchema.parse(row.id),
  authorId: personIdSchema.parse(row.author_id),
  writtenAt: row.written_at,
  signed:
    row.signed_by === null || row.signed_at === null
      ? null
      : { by: personIdSchema.parse(row.signed_by), at: row.signed_at },
})
