import { type Kysely, sql } from 'kysely'
import type { KeyEncryption } from './key-encryption.ts'
import { keyData } from './keyring.ts'
import type { KeyringTables } from './keyring-tables.ts'
import { damagedKey } from './refusals.ts'
import { SealError } from './seal.ts'

/** At once, because a key service takes a request for each. */
const BATCH = 50

/** How many keys were wrapped anew, and what the operator has still to do. */
export interface Rotated {
  keys: number
  leftToDo: string | null
}

type Db = Kysely<KeyringTables>
interface WrappedKey {
  id: string
  kek: string | null
  wrapped: string
}
interface RewrappedKey {
  id: string
  wrapped: string
  rewrapped: string
}

/**
 * Replaces the key-encryption key beside running servers. Killed at any point nothing is lost: whatever is
 * in the keyring is wrapped by the old key or the new one, and both are kept until nothing needs the old
 * one. Done again it goes on where it was.
 */
export class Rotation {
  readonly #db: Db
  readonly #keyEncryption: KeyEncryption
  readonly #tenant: string

  constructor(deps: { db: Db; keyEncryption: KeyEncryption; tenant: string }) {
    this.#db = deps.db
    this.#keyEncryption = deps.keyEncryption
    this.#tenant = deps.tenant
  }

  /** Throws StartupError where there is no newer key, or a damaged one. */
  async run(): Promise<Rotated> {
    // A service that is out of reach is found out before anybody waits for it.
    await this.#keyEncryption.newest()
    const kek = await this.#moveOn()
    let count = 0
    while (!(await this.#retireOthers(kek))) {
      const rows = await outstanding(this.#db, kek)
      const rewrapped = await Promise.all(rows.map((row) => this.#rewrap(row, kek)))
      count += await this.#keep(rewrapped, kek)
    }
    // What the old key had wrapped is still in the journal until it is emptied.
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#db)
    return { keys: count, leftToDo: this.#keyEncryption.afterRetiring }
  }

  /** Once it returns nobody wraps by the old key any more; see `Keyring`. */
  async #moveOn(): Promise<string> {
    return this.#alone(async (tx) => {
      const current = await currentKek(tx)
      const newest = await this.#keyEncryption.newest()
      const underWay = newest !== current || (await outstanding(tx, current)).length > 0
      const next = underWay ? newest : await this.#keyEncryption.renew()
      await tx.updateTable('settings').set({ value: next }).where('name', '=', 'kek').execute()
      return next
    })
  }

  async #rewrap({ id, kek, wrapped }: WrappedKey, next: string): Promise<RewrappedKey> {
    const data = keyData(this.#tenant, id, null)
    const secret = await this.#keyEncryption.unwrap(kek ?? '', wrapped, data).catch((error: unknown) => {
      throw error instanceof SealError ? damagedKey(id) : error
    })
    const rewrapped = await this.#keyEncryption.wrap(next, secret, data)
    secret.fill(0)
    return { id, wrapped, rewrapped }
  }

  /** Returns how many it kept. */
  async #keep(keys: RewrappedKey[], kek: string): Promise<number> {
    return this.#alone(async (tx) => {
      // Another process may have moved on to a still newer key, and given this one up.
      if ((await currentKek(tx)) !== kek) return 0
      for (const { id, wrapped, rewrapped } of keys) {
        const unchanged = tx.updateTable('keys').where('id', '=', id).where('wrapped', '=', wrapped)
        await unchanged.set({ kek, wrapped: rewrapped }).execute()
      }
      return keys.length
    })
  }

  /** Whether it is done with; false when there is more to wrap. */
  async #retireOthers(kek: string): Promise<boolean> {
    return this.#alone(async (tx) => {
      if ((await currentKek(tx)) !== kek) return true
      if ((await outstanding(tx, kek)).length > 0) return false
      await this.#keyEncryption.retireOthers(kek)
      return true
    })
  }

  /** While no other process writes to the keyring, or replaces keys. */
  async #alone<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (tx) => {
      // It changes nothing, and takes the lock that the first reading would leave to others.
      await tx.updateTable('settings').set({ name: 'kek' }).where('name', '=', 'kek').execute()
      return work(tx)
    })
  }
}

const outstanding = (db: Db, kek: string): Promise<WrappedKey[]> =>
  db
    .selectFrom('keys')
    .select(['id', 'kek', 'wrapped'])
    .where('parent', 'is', null)
    .where('kek', '!=', kek)
    .limit(BATCH)
    .execute()

async function currentKek(db: Db): Promise<string> {
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'kek')
    .executeTakeFirstOrThrow()
  return value
}
