import { type Participant, participantSchema, type PersonId, personIdSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { hashOf } from '../../platform/random.ts'
import { type Keyring, open, seal, type SealContext } from '../vault/index.ts'

const field = (id: string, column: string): SealContext => ({ table: 'people', row: id, column })

/** `expiresAt` in epoch milliseconds. */
export interface Session {
  id: PersonId
  expiresAt: number
}

/** People who said who they are, by the hash of their session's token. */
export class PeopleRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async add(person: Participant, token: string, expiresAt: number): Promise<void> {
    const dataKey = await this.#keyring.create(person.id)
    await this.#db
      .insertInto('people')
      .values({
        id: person.id,
        token_hash: hashOf(token),
        sealed_name: seal(dataKey, person.displayName, field(person.id, 'sealed_name')),
        expires_at: expiresAt,
      })
      .execute()
  }

  /** Whether or not it has run out. */
  async findByToken(token: string): Promise<(Session & { person: Participant }) | null> {
    const row = await this.#db
      .selectFrom('people')
      .select(['id', 'sealed_name', 'expires_at'])
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst()
    const dataKey = row === undefined ? null : await this.#keyring.find(row.id)
    if (row === undefined || dataKey === null) return null
    const displayName = open(dataKey, row.sealed_name, field(row.id, 'sealed_name'))
    const person = participantSchema.parse({ id: row.id, displayName })
    return { id: person.id, expiresAt: row.expires_at, person }
  }

  async rename(id: PersonId, displayName: string): Promise<void> {
    const dataKey = await this.#keyring.open(id)
    await this.#db
      .updateTable('people')
      .set({ sealed_name: seal(dataKey, displayName, field(id, 'sealed_name')) })
      .where('id', '=', id)
      .execute()
  }

  async remove(id: PersonId): Promise<void> {
    await this.#keyring.destroy(id)
    await this.#db.deleteFrom('people').where('id', '=', id).execute()
  }

  async listExpired(now: number): Promise<Session[]> {
    const rows = await this.#db
      .selectFrom('people')
      .select(['id', 'expires_at'])
      .where('expires_at', '<=', now)
      .execute()
    return rows.map((row) => ({ id: personIdSchema.parse(row.id), expiresAt: row.expires_at }))
  }
}
