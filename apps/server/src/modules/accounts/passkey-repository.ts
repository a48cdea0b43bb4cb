import { type PasskeyId, passkeyIdSchema, type PersonId, personIdSchema } from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod'
import type { Tables } from '../../migrations/tables.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { hashOf, newId } from '../../platform/random.ts'
import { type Keyring, open, seal } from '../vault/index.ts'

const credentialSchema = z.object({
  id: z.string(),
  /** COSE key, base64url. */
  publicKey: z.base64url(),
  transports: z.array(z.string()),
  /** Its owner's name for it. */
  name: z.string(),
})
export type Credential = z.infer<typeof credentialSchema>

export interface Passkey {
  id: PasskeyId
  personId: PersonId
  credential: Credential
  createdAt: number
  usedAt: number | null
}

const credentialOf = (id: string) => ({ table: 'passkeys', row: id, column: 'sealed_credential' })

/**
 * Passkeys, found by a hash of the credential's id: that is random, so its hash tells nothing and nobody finds it by
 * trying. All else about them is sealed with their person's key.
 */
export class PasskeyRepository {
  readonly #db: Database
  readonly #keyring: Keyring

  constructor(db: Database, keyring: Keyring) {
    this.#db = db
    this.#keyring = keyring
  }

  async add(
    tx: Tx,
    { personId, credential, counter }: { personId: PersonId; credential: Credential; counter: number },
    now: number,
  ): Promise<void> {
    const id = newId()
    const key = await this.#keyring.open(personId)
    await tx
      .insertInto('passkeys')
      .values({
        id,
        person_id: personId,
        credential_hash: hashOf(credential.id),
        counter,
        sealed_credential: seal(key, JSON.stringify(credential), credentialOf(id)),
        created_at: now,
        used_at: null,
      })
      .execute()
  }

  /** The oldest first. */
  async listOf(personId: PersonId): Promise<Passkey[]> {
    const rows = await this.#db
      .selectFrom('passkeys')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('created_at')
      .execute()
    return Promise.all(rows.map((row) => this.#open(row)))
  }

  async findByCredential(credentialId: string): Promise<Passkey | null> {
    const row = await this.#db
      .selectFrom('passkeys')
      .selectAll()
      .where('credential_hash', '=', hashOf(credentialId))
      .executeTakeFirst()
    return row === undefined ? null : this.#open(row)
  }

  /**
   * False where the authenticator's count did not rise (WebAuthn 6.1.1): then there are two of it, or this answer was
   * used a moment ago by another request. Those that do not count always say 0.
   */
  async use(tx: Tx, id: PasskeyId, counter: number, now: number): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('passkeys')
      .set({ counter, used_at: now })
      .where('id', '=', id)
      .where('counter', counter === 0 ? '=' : '<', counter)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  /** False where this person has no such passkey. */
  async remove(tx: Tx, personId: PersonId, id: PasskeyId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }

  async #open(row: Selectable<Tables['passkeys']>): Promise<Passkey> {
    const key = await this.#keyring.open(row.person_id)
    const sealed = open(key, row.sealed_credential, credentialOf(row.id))
    return {
      id: passkeyIdSchema.parse(row.id),
      personId: personIdSchema.parse(row.person_id),
      credential: credentialSchema.parse(JSON.parse(sealed)),
      createdAt: row.created_at,
      usedAt: row.used_at,
    }
  }
}
