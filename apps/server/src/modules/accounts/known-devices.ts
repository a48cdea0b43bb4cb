import type { PersonId } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { hashOf, newToken } from '../../platform/random.ts'

/** A browser that has been used for a year is known; after that it is a stranger again. */
export const DEVICE_MS = 365 * 24 * 60 * 60 * 1000

/** Browsers in which an account has signed in: for counting wrong passwords, and for nothing else. */
export class KnownDevices {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** The hash that names the browser; null for one in which this person has not signed in. */
  async find(
    token: string | undefined,
    personId: PersonId | null,
    now: number,
    db: Database = this.#db,
  ): Promise<string | null> {
    if (token === undefined || personId === null) return null
    const row = await db
      .selectFrom('known_devices')
      .select('token_hash')
      .where('token_hash', '=', hashOf(token))
      .where('person_id', '=', personId)
      .where('created_at', '>', now - DEVICE_MS)
      .executeTakeFirst()
    return row?.token_hash ?? null
  }

  /** A token for the browser to keep. */
  async add(tx: Database, personId: PersonId, now: number): Promise<string> {
    const token = newToken()
    await tx
      .insertInto('known_devices')
      .values({ token_hash: hashOf(token), person_id: personId, created_at: now })
      .execute()
    return token
  }

  async removeOld(now: number): Promise<void> {
    await this.#db
      .deleteFrom('known_devices')
      .where('created_at', '<=', now - DEVICE_MS)
      .execute()
  }
}
