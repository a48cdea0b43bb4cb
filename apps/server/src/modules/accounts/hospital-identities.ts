import { type PersonId, personIdSchema } from '@visita/protocol'
import * as z from 'zod'
import type { Database } from '../../platform/database.ts'
import { open, seal, type Vault } from '../vault/index.ts'

/** Who somebody is to a login: its `sub` alone says little, and belongs to its issuer. */
export interface HospitalIdentity {
  issuer: string
  subject: string
}

const INDEX = { table: 'hospital_identities', column: 'identity_index' }
const identityOf = (id: string) => ({ table: 'hospital_identities', row: id, column: 'sealed_identity' })
const identitySchema = z.tuple([z.string(), z.string()])

/** Which account belongs to which identity of the hospital's own login; an account has one at most. */
export class HospitalIdentities {
  readonly #db: Database
  readonly #vault: Vault

  constructor(db: Database, vault: Vault) {
    this.#db = db
    this.#vault = vault
  }

  async find(identity: HospitalIdentity, db: Database = this.#db): Promise<PersonId | null> {
    const row = await db
      .selectFrom('hospital_identities')
      .select('person_id')
      .where('identity_index', '=', this.#indexOf(identity))
      .executeTakeFirst()
    return row === undefined ? null : personIdSchema.parse(row.person_id)
  }

  /** Whether this person has an identity at this issuer. */
  async has(personId: PersonId, issuer: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('hospital_identities')
      .select('sealed_identity')
      .where('person_id', '=', personId)
      .executeTakeFirst()
    if (row === undefined) return false
    const key = await this.#vault.keyring.open(personId)
    const [own] = identitySchema.parse(JSON.parse(open(key, row.sealed_identity, identityOf(personId))))
    return own === issuer
  }

  /** In the place of an earlier one, such as that of a login which the hospital has given up. */
  async bind(tx: Database, personId: PersonId, identity: HospitalIdentity, now: number): Promise<void> {
    const key = await this.#vault.keyring.open(personId)
    await this.unbind(tx, personId)
    await tx
      .insertInto('hospital_identities')
      .values({
        person_id: personId,
        identity_index: this.#indexOf(identity),
        sealed_identity: seal(key, JSON.stringify(inOrder(identity)), identityOf(personId)),
        created_at: now,
      })
      .execute()
  }

  /** False where there was none. */
  async unbind(tx: Database, personId: PersonId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('hospital_identities')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }

  #indexOf(identity: HospitalIdentity): string {
    return this.#vault.blindIndex(INDEX, JSON.stringify(inOrder(identity)))
  }
}

const inOrder = ({ issuer, subject }: HospitalIdentity): [string, string] => [issuer, subject]
