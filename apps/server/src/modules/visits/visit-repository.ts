import type { PersonId, RoomId, SeatToken, VisitId } from '@visita/protocol'
import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database.ts'
import { hashOf } from '../../platform/random.ts'
import { spanOf, type TimelineSpan } from '../timeline/index.ts'
import { type Keyring, seal } from '../vault/index.ts'
import {
  nameOf,
  ofVisit,
  openVisit,
  type ParticipantRow,
  type StoredVisit,
  type VisitRow,
} from './stored-visit.ts'
import type { Attendee, VisitEnd } from './visits.ts'

export type { StoredVisit } from './stored-visit.ts'

/** Writes into the audit log, in the transaction of the change. */
export type Note = (tx: Tx) => Promise<void>

/** Visits and who takes part, with the key that everything else in a visit is sealed with. */
export class VisitRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async add(
    visit: {
      id: VisitId
      roomId: RoomId
      startedAt: number
      /** Whose key takes the visit's along when it is destroyed; null between guests. */
      patient: PersonId | null
      participants: (Attendee & { seatToken: SeatToken })[]
    },
    note: Note,
  ): Promise<void> {
    const dataKey = await this.#keyring.create(visit.id, { parent: visit.patient })
    const visitRow: VisitRow = {
      id: visit.id,
      room_hash: hashOf(visit.roomId),
      sealed_room: seal(dataKey, visit.roomId, ofVisit(visit.id, 'sealed_room')),
      started_at: visit.startedAt,
      ended_at: null,
      end_reason: null,
      ended_by: null,
      patient_id: visit.patient,
      locked_at: null,
    }
    const participantRows = visit.participants.map(({ person, role, seatToken }, place): ParticipantRow => ({
      visit_id: visit.id,
      person_id: person.id,
      place,
      role,
      sealed_name: seal(dataKey, person.displayName, nameOf(visit.id, person.id)),
      seat_hash: hashOf(seatToken),
      joined_at: visit.startedAt,
      left_at: null,
      gone_at: null,
    }))
    await this.#db.transaction().execute(async (tx) => {
      await tx.insertInto('visits').values(visitRow).execute()
      await tx.insertInto('participants').values(participantRows).execute()
      await note(tx)
    })
  }

  async find(id: VisitId): Promise<StoredVisit | null> {
    const rows = await this.#db.selectFrom('visits').selectAll().where('id', '=', id).execute()
    return (await this.#open(rows))[0] ?? null
  }

  async findByRoom(roomId: RoomId): Promise<StoredVisit | null> {
    const rows = await this.#db
      .selectFrom('visits')
      .selectAll()
      .where('room_hash', '=', hashOf(roomId))
      .execute()
    return (await this.#open(rows))[0] ?? null
  }

  async listOpen(): Promise<StoredVisit[]> {
    return this.#open(await this.#db.selectFrom('visits').selectAll().where('ended_at', 'is', null).execute())
  }

  /** The newest visits of a person, newest first. */
  async listOf(
    personId: PersonId,
    { limit, onlyOpen }: { limit: number; onlyOpen: boolean },
  ): Promise<StoredVisit[]> {
    const mine = this.#db
      .selectFrom('visits')
      .innerJoin('participants', 'participants.visit_id', 'visits.id')
      .selectAll('visits')
      .where('participants.person_id', '=', personId)
      .$if(onlyOpen, (query) =>
        query.where('visits.ended_at', 'is', null).where('participants.gone_at', 'is', null),
      )
    return this.#open(
      await mine.orderBy('visits.started_at', 'desc').orderBy('visits.id', 'desc').limit(limit).execute(),
    )
  }

  /** Those that belong to a patient's record, newest first. */
  async listOfPatient(patient: PersonId): Promise<StoredVisit[]> {
    return this.#open(
      await this.#db
        .selectFrom('visits')
        .selectAll()
        .where('patient_id', '=', patient)
        .orderBy('started_at', 'desc')
        .execute(),
    )
  }

  /** A stretch of them, from when a case is about. */
  async stretchOfPatient(
    patient: PersonId,
    { since, before, limit }: TimelineSpan & { since: number },
  ): Promise<StoredVisit[]> {
    return this.#open(
      await this.#db
        .selectFrom('visits')
        .selectAll()
        .where('patient_id', '=', patient)
        .where('started_at', '>=', since)
        .where(spanOf('started_at', 'id', before))
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    )
  }

  /** Durations in milliseconds of the visits that ended last. */
  async lastDurations(limit: number): Promise<number[]> {
    const rows = await this.#db
      .selectFrom('visits')
      .select(['started_at', 'ended_at'])
      .where('ended_at', 'is not', null)
      .orderBy('ended_at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ started_at, ended_at }) => (ended_at ?? started_at) - started_at)
  }

  async lastInVisit(
    personId: PersonId,
    { startedBefore, now }: { startedBefore: number; now: number },
  ): Promise<number | null> {
    const { last } = await this.#db
      .selectFrom('visits')
      .innerJoin('participants', 'participants.visit_id', 'visits.id')
      .select(sql<number | null>`max(coalesce(participants.gone_at, visits.ended_at, ${now}))`.as('last'))
      .where('participants.person_id', '=', personId)
      .where('visits.started_at', '<', startedBefore)
      .executeTakeFirstOrThrow()
    return last
  }

  async setSeat(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<void> {
    await this.#db
      .updateTable('participants')
      .set({ seat_hash: hashOf(token) })
      .where('visit_id', '=', visitId)
      .where('person_id', '=', personId)
      .execute()
  }

  async holdsSeat(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<boolean> {
    const row = await this.#db
      .selectFrom('participants')
      .select('place')
      .where('visit_id', '=', visitId)
      .where('person_id', '=', personId)
      .where('seat_hash', '=', hashOf(token))
      .executeTakeFirst()
    return row !== undefined
  }

  /** Changes nothing, and notes nothing, where they are in the room already: a page also comes back after a cut. */
  async markJoined(visitId: VisitId, personId: PersonId, now: number, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('participants')
        .set({ joined_at: sql<number>`coalesce(joined_at, ${now})`, left_at: null })
        .where('visit_id', '=', visitId)
        .where('person_id', '=', personId)
        .where((row) => row.or([row('joined_at', 'is', null), row('left_at', 'is not', null)]))
        .executeTakeFirstOrThrow()
      if (numUpdatedRows > 0n) await note(tx)
    })
  }

  /** Returns the place: the one that they had before, or the next. */
  async admit(
    { id, dataKey }: StoredVisit,
    { person, role, seatToken }: Attendee & { seatToken: SeatToken },
    now: number,
    note: Note,
  ): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const present = tx.selectFrom('participants').where('visit_id', '=', id)
      const before = await present.select('place').where('person_id', '=', person.id).executeTakeFirst()
      const { last } = await present.select((row) => row.fn.max('place').as('last')).executeTakeFirstOrThrow()
      const place = before?.place ?? last + 1
      const seat = { seat_hash: hashOf(seatToken), left_at: null, gone_at: null }
      if (before === undefined) {
        const sealed_name = seal(dataKey, person.displayName, nameOf(id, person.id))
        const row = { visit_id: id, person_id: person.id, place, role, sealed_name, joined_at: now, ...seat }
        await tx.insertInto('participants').values(row).execute()
      } else {
        await tx
          .updateTable('participants')
          .set(seat)
          .where('visit_id', '=', id)
          .where('person_id', '=', person.id)
          .execute()
      }
      await note(tx)
      return place
    })
  }

  async leave(visitId: VisitId, personId: PersonId, now: number, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .updateTable('participants')
        .set({ left_at: now, gone_at: now })
        .where('visit_id', '=', visitId)
        .where('person_id', '=', personId)
        .execute()
      await note(tx)
    })
  }

  async lock(visitId: VisitId, lockedAt: number | null, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx.updateTable('visits').set({ locked_at: lockedAt }).where('id', '=', visitId).execute()
      await note(tx)
    })
  }

  /** Only writes into the log. */
  async note(note: Note): Promise<void> {
    await this.#db.transaction().execute(note)
  }

  /** Ends the visit unless it has ended, and marks as left whoever is still in it. */
  async end(visitId: VisitId, { reason, by, endedAt }: VisitEnd, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('visits')
        .set({ ended_at: endedAt, end_reason: reason, ended_by: by })
        .where('id', '=', visitId)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return
      await tx
        .updateTable('participants')
        .set({ left_at: endedAt })
        .where('visit_id', '=', visitId)
        .where('joined_at', 'is not', null)
        .where('left_at', 'is', null)
        .execute()
      await note(tx)
    })
  }

  async reopen(visitId: VisitId, endedAfter: number, note: Note): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('visits')
        .set({ ended_at: null, end_reason: null, ended_by: null })
        .where('id', '=', visitId)
        .where('ended_at', '>', endedAfter)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return
      await tx
        .updateTable('participants')
        .set((row) => ({ gone_at: row.ref('left_at') }))
        .where('visit_id', '=', visitId)
        .where('place', '>=', 2)
        .where('gone_at', 'is', null)
        .execute()
      await note(tx)
    })
  }

  async #open(rows: VisitRow[]): Promise<StoredVisit[]> {
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    const participants = await this.#db
      .selectFrom('participants')
      .selectAll()
      .where('visit_id', 'in', ids)
      .orderBy('place')
      .execute()
    const byVisit = Map.groupBy(participants, ({ visit_id }) => visit_id)
    const keys = await this.#keyring.findAll(ids)
    return rows.flatMap((row) => {
      const dataKey = keys.get(row.id)
      // Where the key has been destroyed there is no such visit any more.
      return dataKey === undefined ? [] : [openVisit(row, byVisit.get(row.id) ?? [], dataKey)]
    })
  }
}
