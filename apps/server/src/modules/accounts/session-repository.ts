import {
  personIdSchema,
  type PersonId,
  roleSchema,
  type Role,
  type SessionId,
  sessionIdSchema,
} from '@visita/protocol'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import { hashOf } from '../../platform/random.ts'
import { type Keyring, open, seal } from '../vault/index.ts'

export type SessionLevel = Tables['sessions']['level']
type CameBy = Tables['sessions']['came_by']

/** Times in epoch milliseconds. */
export interface StoredSession {
  id: SessionId
  personId: PersonId
  sealedName: string
  level: SessionLevel
  /** Null for those from before it was kept. */
  sealedDevice: string | null
  roles: Role[]
  createdAt: number
  seenAt: number
  provenAt: number
  /** Null for those from before it was kept. */
  cameBy: CameBy
}

const deviceOf = (id: string) => ({ table: 'sessions', row: id, column: 'sealed_device' })

/** Sessions by the hash of their token; the token itself is in the browser's cookie alone (C16). */
export class SessionRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async add(
    tx: Database,
    session: {
      id: SessionId
      personId: PersonId
      token: string
      level: SessionLevel
      device: string
      cameBy: CameBy
    },
    now: number,
  ): Promise<void> {
    const key = await this.#keyring.open(session.personId)
    await tx
      .insertInto('sessions')
      .values({
        id: session.id,
        person_id: session.personId,
        token_hash: hashOf(session.token),
        level: session.level,
        sealed_device: seal(key, session.device, deviceOf(session.id)),
        came_by: session.cameBy,
        created_at: now,
        seen_at: now,
        proven_at: now,
      })
      .execute()
  }

  /** Whether or not it has run out. */
  async findByToken(token: string): Promise<StoredSession | null> {
    const [session] = await this.#select((query) => query.where('sessions.token_hash', '=', hashOf(token)))
    return session ?? null
  }

  async listOf(personId: PersonId): Promise<(Omit<StoredSession, 'sealedDevice'> & { device: string })[]> {
    const sessions = await this.#select((query) =>
      query.where('sessions.person_id', '=', personId).orderBy('sessions.seen_at', 'desc'),
    )
    const key = await this.#keyring.open(personId)
    return sessions.map(({ sealedDevice, ...session }) => ({
      ...session,
      device: sealedDevice === null ? '' : open(key, sealedDevice, deviceOf(session.id)),
    }))
  }

  listAll(): Promise<StoredSession[]> {
    return this.#select((query) => query)
  }

  async hasAny(personId: PersonId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('sessions')
      .select('id')
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return row !== undefined
  }

  async rolesOf(tx: Database, personId: PersonId): Promise<Role[]> {
    const rows = await tx
      .selectFrom('account_roles')
      .select('role')
      .where('person_id', '=', personId)
      .execute()
    return rows.map(({ role }) => roleSchema.parse(role))
  }

  async cameBy(tx: Database, id: SessionId): Promise<CameBy> {
    const row = await tx.selectFrom('sessions').select('came_by').where('id', '=', id).executeTakeFirst()
    return row?.came_by ?? null
  }

  async touch(id: SessionId, now: number): Promise<void> {
    await this.#db.updateTable('sessions').set({ seen_at: now }).where('id', '=', id).execute()
  }

  async markProven(id: SessionId, now: number): Promise<void> {
    await this.#db.updateTable('sessions').set({ proven_at: now }).where('id', '=', id).execute()
  }

  async remove(tx: Database, id: SessionId): Promise<void> {
    await tx.deleteFrom('sessions').where('id', '=', id).execute()
  }

  async #select(
    narrow: (query: ReturnType<typeof joined>) => ReturnType<typeof joined>,
  ): Promise<StoredSession[]> {
    const rows = await narrow(joined(this.#db)).execute()
    const people = rows.map((row) => row.person_id)
    const roles =
      people.length === 0
        ? []
        : await this.#db.selectFrom('account_roles').selectAll().where('person_id', 'in', people).execute()
    const rolesByPerson = Map.groupBy(roles, (row) => row.person_id)
    return rows.map((row) => ({
      id: sessionIdSchema.parse(row.id),
      personId: personIdSchema.parse(row.person_id),
      sealedName: row.sealed_name,
      level: row.level,
      sealedDevice: row.sealed_device,
      roles: (rolesByPerson.get(row.person_id) ?? []).map(({ role }) => roleSchema.parse(role)),
      createdAt: row.created_at,
      seenAt: row.seen_at,
      provenAt: row.proven_at,
      cameBy: row.came_by,
    }))
  }
}

const joined = (db: Database) =>
  db
    .selectFrom('sessions')
    .innerJoin('persons', 'persons.id', 'sessions.person_id')
    .select([
      'sessions.id',
      'sessions.person_id',
      'sessions.level',
      'sessions.sealed_device',
      'sessions.created_at',
      'sessions.seen_at',
      'sessions.proven_at',
      'sessions.came_by',
      'persons.sealed_name',
    ])
