import {
  type CheckResult,
  checkResultSchema,
  type MakeRequest,
  personIdSchema,
  type PersonId,
  requestIdSchema,
  type RequestId,
  requestReasonSchema,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import { type Keyring, open, seal } from '../vault/index.ts'

const saidSchema = z.object({ reason: requestReasonSchema, text: z.string() })
const saidOf = (id: string) => ({ table: 'requests', row: id, column: 'sealed_said' })

/** A request that waits. What was said is opened only for those who may read it. */
export interface WaitingRequest {
  id: RequestId
  personId: PersonId
  doctorId: PersonId | null
  urgent: boolean
  madeAt: number
  check: CheckResult | null
  sealedSaid: string
}

/** Requests for visits, what is said in them sealed with the key of the person who asks. */
export class RequestRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async add(
    tx: Database,
    request: MakeRequest & { id: RequestId; personId: PersonId },
    now: number,
  ): Promise<void> {
    const { id, personId, reason, text, doctor, urgent } = request
    const key = await this.#keyring.open(personId)
    await tx
      .insertInto('requests')
      .values({
        id,
        person_id: personId,
        state: 'waiting',
        urgent: urgent ? 1 : 0,
        doctor_id: doctor,
        sealed_said: seal(key, JSON.stringify({ reason, text }), saidOf(id)),
        made_at: now,
        closed_at: null,
        accepted_by: null,
        device_check: null,
      })
      .execute()
  }

  async find(
    id: RequestId,
    db: Database = this.#db,
  ): Promise<(WaitingRequest & { isWaiting: boolean }) | null> {
    const row = await db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : { ...shape(row), isWaiting: row.state === 'waiting' }
  }

  async waitingOf(personId: PersonId, db: Database = this.#db): Promise<WaitingRequest | null> {
    const row = await db
      .selectFrom('requests')
      .selectAll()
      .where('person_id', '=', personId)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    return row === undefined ? null : shape(row)
  }

  /** The urgent first, then as they came. */
  async listWaiting(): Promise<WaitingRequest[]> {
    const rows = await this.#db
      .selectFrom('requests')
      .selectAll()
      .where('state', '=', 'waiting')
      .orderBy('urgent', 'desc')
      .orderBy('made_at')
      .orderBy('id')
      .execute()
    return rows.map(shape)
  }

  async said({ id, personId, sealedSaid }: WaitingRequest): Promise<z.infer<typeof saidSchema>> {
    const key = await this.#keyring.open(personId)
    return saidSchema.parse(JSON.parse(open(key, sealedSaid, saidOf(id))))
  }

  /** False when it was no longer waiting: somebody else was first. */
  async close(
    tx: Database,
    id: RequestId,
    { state, by, now }: { state: 'accepted' | 'withdrawn' | 'expired'; by: PersonId | null; now: number },
  ): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('requests')
      .set({ state, closed_at: now, accepted_by: by })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async noteCheck(id: RequestId, check: CheckResult): Promise<void> {
    await this.#db
      .updateTable('requests')
      .set({ device_check: JSON.stringify(check) })
      .where('id', '=', id)
      .execute()
  }

  /** The visit could not begin: the request waits again, in its old place. */
  async putBack(id: RequestId): Promise<void> {
    await this.#db
      .updateTable('requests')
      .set({ state: 'waiting', closed_at: null, accepted_by: null })
      .where('id', '=', id)
      .execute()
  }

  /** Those that are too old, those of people who are gone, and of those who have met somebody since they asked. */
  async expire(madeBefore: number, now: number): Promise<bigint> {
    const { numUpdatedRows } = await this.#db
      .updateTable('requests')
      .set({ state: 'expired', closed_at: now })
      .where('state', '=', 'waiting')
      .where((where) =>
        where.or([
          where('made_at', '<', madeBefore),
          where.not(
            where.exists(
              where.selectFrom('persons').select('id').whereRef('persons.id', '=', 'requests.person_id'),
            ),
          ),
          where.exists(
            where
              .selectFrom('participants')
              .select('visit_id')
              .whereRef('participants.person_id', '=', 'requests.person_id')
              .whereRef('participants.joined_at', '>', 'requests.made_at'),
          ),
        ]),
      )
      .executeTakeFirstOrThrow()
    return numUpdatedRows
  }
}

const shape = (row: Selectable<Tables['requests']>): WaitingRequest => ({
  id: requestIdSchema.parse(row.id),
  personId: personIdSchema.parse(row.person_id),
  doctorId: row.doctor_id === null ? null : personIdSchema.parse(row.doctor_id),
  urgent: row.urgent === 1,
  madeAt: row.made_at,
  check: row.device_check === null ? null : checkResultSchema.parse(JSON.parse(row.device_check)),
  sealedSaid: row.sealed_said,
})
