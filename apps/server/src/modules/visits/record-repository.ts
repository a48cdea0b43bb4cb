import { isDeepStrictEqual } from 'node:util'
import { messageIdSchema, personIdSchema, type MessageId, type VisitRecord } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { open, openBytes, seal, sealBytes, type SealContext } from '../vault/index.ts'
import type { Note, StoredVisit } from './visit-repository.ts'

export type Message = VisitRecord['messages'][number]

const textOf = (visitId: string, messageId: string): SealContext => ({
  table: 'messages',
  row: `${visitId}/${messageId}`,
  column: 'sealed_text',
})
const boardOf = (visitId: string, column: BoardColumn, revision: number): SealContext => ({
  table: 'boards',
  row: visitId,
  column,
  version: revision,
})
type BoardColumn = 'sealed_scene' | 'sealed_png'

/** Chat and board of visits, sealed with the visit's key. */
export class RecordRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Keeps a message unless one of that id is there; returns the one that is there then. */
  async keepMessage(
    visit: StoredVisit,
    message: Message,
    now: number,
    note: Note,
  ): Promise<{ kept: Message; storedAt: number }> {
    return this.#db.transaction().execute(async (tx) => {
      const earlier = await tx
        .selectFrom('messages')
        .selectAll()
        .where('visit_id', '=', visit.id)
        .where('id', '=', message.id)
        .executeTakeFirst()
      if (earlier !== undefined) return { kept: openMessage(visit, earlier), storedAt: earlier.stored_at }
      await tx
        .insertInto('messages')
        .values({
          visit_id: visit.id,
          id: message.id,
          author_id: message.author,
          sealed_text: seal(visit.dataKey, message.text, textOf(visit.id, message.id)),
          sent_at: message.sentAt,
          stored_at: now,
        })
        .execute()
      await note(tx)
      return { kept: message, storedAt: now }
    })
  }

  async listMessages(visit: StoredVisit): Promise<{ message: Message; storedAt: number }[]> {
    const rows = await this.#db
      .selectFrom('messages')
      .selectAll()
      .where('visit_id', '=', visit.id)
      .orderBy('sent_at')
      .orderBy('stored_at')
      .execute()
    return rows.map((row) => ({ message: openMessage(visit, row), storedAt: row.stored_at }))
  }

  /** Keeps the board unless the kept one is as new; `kept` is whether the record has this scene then. */
  async keepBoard(
    visit: StoredVisit,
    board: { revision: number; scene: string; png: Uint8Array },
    now: number,
    note: Note,
  ): Promise<{ kept: boolean; storedAt: number }> {
    const values = {
      visit_id: visit.id,
      revision: board.revision,
      sealed_scene: sealBytes(
        visit.dataKey,
        Buffer.from(board.scene),
        boardOf(visit.id, 'sealed_scene', board.revision),
      ),
      sealed_png: sealBytes(visit.dataKey, board.png, boardOf(visit.id, 'sealed_png', board.revision)),
      updated_at: now,
    }
    return this.#db.transaction().execute(async (tx) => {
      const earlier = await tx
        .selectFrom('boards')
        .select(['revision', 'sealed_scene', 'updated_at'])
        .where('visit_id', '=', visit.id)
        .executeTakeFirst()
      if (earlier !== undefined && earlier.revision >= board.revision) {
        const place = boardOf(visit.id, 'sealed_scene', earlier.revision)
        const scene = openBytes(visit.dataKey, earlier.sealed_scene, place)
        return { kept: isSameScene(scene.toString(), board.scene), storedAt: earlier.updated_at }
      }
      if (earlier === undefined) await tx.insertInto('boards').values(values).execute()
      else await tx.updateTable('boards').set(values).where('visit_id', '=', visit.id).execute()
      await note(tx)
      return { kept: true, storedAt: now }
    })
  }

  async findBoard(visit: StoredVisit): Promise<VisitRecord['board']> {
    const row = await this.#db
      .selectFrom('boards')
      .select(['revision', 'updated_at'])
      .where('visit_id', '=', visit.id)
      .executeTakeFirst()
    return row === undefined ? null : { revision: row.revision, updatedAt: row.updated_at }
  }

  async readBoard(visit: StoredVisit, column: BoardColumn): Promise<Buffer | null> {
    const row = await this.#db
      .selectFrom('boards')
      .select([column, 'revision'])
      .where('visit_id', '=', visit.id)
      .executeTakeFirst()
    if (row === undefined) return null
    return openBytes(visit.dataKey, row[column], boardOf(visit.id, column, row.revision))
  }
}

/** Each page writes the fields of an element in its own order, so unequal text may be the same scene. */
function isSameScene(a: string, b: string): boolean {
  if (a === b) return true
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b))
  } catch {
    return false
  }
}

function openMessage(
  visit: StoredVisit,
  row: { id: string; author_id: string; sealed_text: string; sent_at: number },
): Message {
  const id: MessageId = messageIdSchema.parse(row.id)
  return {
    id,
    author: personIdSchema.parse(row.author_id),
    text: open(visit.dataKey, row.sealed_text, textOf(visit.id, id)),
    sentAt: row.sent_at,
  }
}
