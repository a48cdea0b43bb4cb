import { createSecretKey } from 'node:crypto'
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import type { Clock } from '../../platform/clock.ts'
import type { KeyEncryption } from './key-encryption.ts'
import type { KeyringTables } from './keyring-tables.ts'
import { associatedDataOf, type DataKey, decrypt, encrypt, randomDataKey, SealError } from './seal.ts'

/** Opened keys kept in memory, for those that are asked for again and again. */
const CACHED_KEYS = 1000
const BATCH = 200

type NewKey = Insertable<KeyringTables['keys']>
type WrappedKey = Pick<Selectable<KeyringTables['keys']>, 'parent' | 'kek' | 'wrapped'>

/** Binds a wrapped key to its tenant, its id and the key that takes it along. */
export const keyData = (tenant: string, id: string, parent: string | null): Buffer =>
  associatedDataOf(tenant, { table: 'keys', row: id, column: 'wrapped' }, parent ?? '')

/**
 * The data keys, each wrapped: a person's by the key-encryption key, a visit's by its patient's, so that
 * destroying the patient's key closes the visits as well, in every copy of the database that was ever made.
 */
export class Keyring {
  readonly #db: Kysely<KeyringTables>
  readonly #keyEncryption: KeyEncryption
  readonly #tenant: string
  readonly #clock: Clock
  readonly #cache = new KeyCache()

  constructor(deps: {
    db: Kysely<KeyringTables>
    keyEncryption: KeyEncryption
    tenant: string
    clock: Clock
  }) {
    this.#db = deps.db
    this.#keyEncryption = deps.keyEncryption
    this.#tenant = deps.tenant
    this.#clock = deps.clock
  }

  /** Makes the key of an id that has none. Once it returns, the key is on disk: what it seals can follow. */
  async create(id: string, { parent = null }: { parent?: string | null } = {}): Promise<DataKey> {
    const key = randomDataKey(this.#tenant)
    if (parent === null) await this.#insertRoots([{ id, key }])
    else await this.#insertChild(id, parent, key)
    return key
  }

  /** Takes in keys that were kept elsewhere; those of ids that have one already are left out. */
  async adopt(keys: readonly { id: string; key: DataKey }[]): Promise<void> {
    for (let start = 0; start < keys.length; start += BATCH) {
      const batch = keys.slice(start, start + BATCH)
      const ids = batch.map(({ id }) => id)
      const here = await this.#db.selectFrom('keys').select('id').where('id', 'in', ids).execute()
      const known = new Set(here.map(({ id }) => id))
      await this.#insertRoots(batch.filter(({ id }) => !known.has(id)))
    }
  }

  /** Null for a key that was never made or has been destroyed. Throws SealError for a changed one. */
  async find(id: string): Promise<DataKey | null> {
    return (await this.findAll([id])).get(id) ?? null
  }

  /** As `find` for many at once, such as all visits of a record: without those that are not there. */
  async findAll(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const keys = new Map<string, DataKey>()
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH)
      // The rows are asked for each time: another process may have destroyed the keys.
      const rows = await this.#db
        .selectFrom('keys')
        .select(['id', 'parent', 'kek', 'wrapped'])
        .where('id', 'in', batch)
        .execute()
      const here = new Map(rows.map((row) => [row.id, row]))
      for (const id of batch) {
        const row = here.get(id)
        const key = row === undefined ? null : await this.#keyOf(id, row)
        if (key === null) this.#cache.delete(id)
        else keys.set(id, key)
      }
    }
    return keys
  }

  /** As `find`, for a key that must be there; throws SealError where it is not. */
  async open(id: string): Promise<DataKey> {
    const key = await this.find(id)
    if (key === null) throw new SealError('the key is not there')
    return key
  }

  async has(id: string): Promise<boolean> {
    const row = await this.#db.selectFrom('keys').select('id').where('id', '=', id).executeTakeFirst()
    return row !== undefined
  }

  /** How many there are, those of visits included. */
  async count(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('keys')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return count
  }

  /** Destroys a key, if it is there, and all that have it as their parent: what they sealed is lost. */
  async destroy(id: string): Promise<void> {
    const children = await this.#db.selectFrom('keys').select('id').where('parent', '=', id).execute()
    await this.#db.deleteFrom('keys').where('id', '=', id).execute()
    this.#cache.delete(id)
    if (children.length > 0) this.#cache.clear()
    // The deleted bytes are still in the journal until it is emptied.
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#db)
  }

  async #keyOf(id: string, row: WrappedKey): Promise<DataKey | null> {
    const known = this.#cache.get(id, row.wrapped)
    if (known !== null) return known
    const key = await this.#unwrap(id, row)
    if (key !== null) this.#cache.set(id, row.wrapped, key)
    return key
  }

  async #unwrap(id: string, { parent, kek, wrapped }: WrappedKey): Promise<DataKey | null> {
    const data = keyData(this.#tenant, id, parent)
    if (parent === null) return this.#toKey(await this.#keyEncryption.unwrap(kek ?? '', wrapped, data))
    const parentKey = await this.find(parent)
    return parentKey && this.#toKey(decrypt(parentKey.secret, Buffer.from(wrapped, 'base64'), data))
  }

  #toKey(bytes: Buffer): DataKey {
    const secret = createSecretKey(bytes)
    bytes.fill(0)
    return { secret, tenant: this.#tenant }
  }

  async #insertChild(id: string, parent: string, key: DataKey): Promise<void> {
    const parentKey = await this.open(parent)
    const wrapped = encrypt(parentKey.secret, key.secret.export(), keyData(this.#tenant, id, parent))
    const row = { id, parent, kek: null, wrapped: wrapped.toString('base64'), created_at: this.#clock() }
    // A parent destroyed since then is refused by the reference.
    await this.#db.insertInto('keys').values(row).execute()
  }

  async #insertRoots(keys: readonly { id: string; key: DataKey }[]): Promise<void> {
    if (keys.length === 0) return
    for (;;) {
      const kek = await this.#currentKek()
      const rows = await Promise.all(keys.map((key) => this.#wrap(key, kek)))
      if (await this.#insertUnlessReplaced(rows, kek)) return
    }
  }

  async #wrap({ id, key }: { id: string; key: DataKey }, kek: string): Promise<NewKey> {
    const data = keyData(this.#tenant, id, null)
    const wrapped = await this.#keyEncryption.wrap(kek, key.secret.export(), data)
    return { id, parent: null, kek, wrapped, created_at: this.#clock() }
  }

  /** Whoever replaces the key-encryption key must find nothing wrapped by the old one after their search. */
  async #insertUnlessReplaced(rows: NewKey[], kek: string): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      // A write, though it changes nothing: it keeps all other writers out until the end.
      const { numUpdatedRows } = await tx
        .updateTable('settings')
        .set({ value: kek })
        .where('name', '=', 'kek')
        .where('value', '=', kek)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return false
      await tx.insertInto('keys').values(rows).execute()
      return true
    })
  }

  async #currentKek(): Promise<string> {
    const { value } = await this.#db
      .selectFrom('settings')
      .select('value')
      .where('name', '=', 'kek')
      .executeTakeFirstOrThrow()
    return value
  }
}

/** The keys used last, each for as long as its row is unchanged. */
class KeyCache {
  readonly #entries = new Map<string, { wrapped: string; key: DataKey }>()

  get(id: string, wrapped: string): DataKey | null {
    const entry = this.#entries.get(id)
    if (entry?.wrapped !== wrapped) return null
    this.set(id, wrapped, entry.key)
    return entry.key
  }

  /** Deleting first moves it to the young end, so that the oldest entry is the least recently used. */
  set(id: string, wrapped: string, key: DataKey): void {
    this.#entries.delete(id)
    this.#entries.set(id, { wrapped, key })
    const oldest = this.#entries.keys().next()
    if (this.#entries.size > CACHED_KEYS && oldest.done !== true) this.#entries.delete(oldest.value)
  }

  delete(id: string): void {
    this.#entries.delete(id)
  }

  clear(): void {
    this.#entries.clear()
  }
}
