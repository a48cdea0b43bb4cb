import { type Participant, participantSchema, type PersonId } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { type Keyring, open, seal } from '../vault/index.ts'

/* The table had this name when the first names were sealed, and they open for no other. */
const nameOf = (id: string) => ({ table: 'people', row: id, column: 'sealed_name' })

/** Everybody who has a key of their own: guests for as long as their session lasts, and accounts. */
export class PersonRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  /** Makes the person's key first: a key without a person harms nobody, a person without a key is lost. */
  async add(tx: Database, { id, displayName }: Participant, now: number): Promise<void> {
    const key = await this.#keyring.create(id)
    await tx
      .insertInto('persons')
      .values({ id, sealed_name: seal(key, displayName, nameOf(id)), created_at: now })
      .execute()
  }

  /** Null for whoever was erased, and is here again from an older backup. */
  async open(row: { id: string; sealed_name: string }): Promise<Participant | null> {
    const key = await this.#keyring.find(row.id)
    if (key === null) return null
    return participantSchema.parse({ id: row.id, displayName: open(key, row.sealed_name, nameOf(row.id)) })
  }

  async require(db: Database, id: PersonId): Promise<Participant> {
    const person = await this.find(id, db)
    if (person === null) throw new Error('an account is a person')
    return person
  }

  async find(id: PersonId, db: Database = this.#db): Promise<Participant | null> {
    const row = await db
      .selectFrom('persons')
      .select(['id', 'sealed_name'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row === undefined ? null : this.open(row)
  }

  async rename({ id, displayName }: Participant): Promise<void> {
    const key = await this.#keyring.open(id)
    await this.#db
      .updateTable('persons')
      .set({ sealed_name: seal(key, displayName, nameOf(id)) })
      .where('id', '=', id)
      .execute()
  }

  /** The person and their key: what was sealed for them alone opens never again. */
  async remove(id: PersonId): Promise<void> {
    await this.#keyring.destroy(id)
    await this.#db.deleteFrom('persons').where('id', '=', id).execute()
  }
}
