import { type Participant, participantSchema, type PersonId, personIdSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { hashOf } from '../../platform/random.ts'
import { open, seal, type SealContext, type Vault } from '../vault/index.ts'

const field = (id: string, column: string): SealContext => ({ table: 'people', row: id, column })

/** `expiresAt` in epoch milliseconds. */
export interface Session {
  id: PersonId
  expiresAt: number
}

/** People who said who they are, by the hash of their session's token. */
export class PeopleRepository {
  readonly #db: Database
  readonly #vault: Vault

  constructor(db: Database, vault: Vault) {
    this.#db = db
    this.#vault = vault
  }

  async add(person: Participant, token: string, expiresAt: number): Promise<void> {
    const { dataKey, wrapped } = this.#vault.createDataKey(field(person.id, 'wrapped_key'))
    await this.#db
      .insertInto('people')
      .values({
        id: person.id,
        token_hash: hashOf(token),
        wrapped_key: wrapped,
        sealed_name: seal(dataKey, person.displayName, field(person.id, 'sealed_name')),
        expires_at: expiresAt,
      })
      .execute()
  }

  /** Whether or not it has run out. */
  async findByToken(token: string): Promise<(Session & { person: Participant }) | null> {
    const row = await this.#db
      .selectFrom('people')
      .select(['id', 'wrapped_key', 'sealed_name', 'expires_at'])
      .where('token_hash', '=', hashOf(token))
      .executeTakeFirst()
    if (row === undefined) return null
    const dataKey = this.#vault.openDataKey(row.wrapped_key, field(row.id, 'wrapped_key'))
    const displayName = open(dataKey, row.sealed_name, field(row.id, 'sealed_name'))
    const person = participantSchema.parse({ id: row.id, displayName })
    return { id: person.id, expiresAt: row.expires_at, person }
  }

  async rename(id: PersonId, displayName: string): Promise<void> {
    const { wrapped_key } = await this.#db
      .selectFrom('people')
      .select('wrapped_key')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const dataKey = this.#vault.openDataKey(wrapped_key, field(id, 'wrapped_key'))
    await this.#db
      .updateTable('people')
      .set({ sealed_name: seal(dataKey, displayName, field(id, 'sealed_name')) })
      .where('id', '=', id)
      .execute()
  }

  async remove(id: PersonId): Promise<void> {
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
