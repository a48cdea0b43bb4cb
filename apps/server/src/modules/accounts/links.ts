import { linkTokenSchema, type LinkToken, type PersonId, roleSchema, personIdSchema } from '@visita/protocol'
import type { Selectable } from 'kysely'
import * as z from 'zod'
import type { Tables } from '../../migrations/tables.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { hashOf, newId, newToken } from '../../platform/random.ts'
import { type Keyring, open, seal } from '../vault/index.ts'

const HOUR_MS = 60 * 60 * 1000

const purposeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set_up') }),
  z.object({ kind: z.literal('invitation'), displayName: z.string(), roles: z.array(roleSchema).min(1) }),
  z.object({ kind: z.literal('reset'), personId: personIdSchema }),
  z.object({ kind: z.literal('visit'), personId: personIdSchema, doctor: z.nullable(personIdSchema) }),
])
/** What a link is good for. */
export type LinkPurpose = z.infer<typeof purposeSchema>
type PurposeOf<K extends LinkPurpose['kind']> = Extract<LinkPurpose, { kind: K }>

const LIFETIME_MS = {
  set_up: 24 * HOUR_MS,
  invitation: 14 * 24 * HOUR_MS,
  reset: 24 * HOUR_MS,
  visit: 7 * 24 * HOUR_MS,
} as const satisfies Record<LinkPurpose['kind'], number>

/** In the place of the moment at which a link runs out; also of one that was withdrawn. */
const USED = 0

const purposeOf = (id: string) => ({ table: 'links', row: id, column: 'sealed_purpose' })

const FOUND = ['id', 'sealed_purpose', 'made_by', 'expires_at'] as const

/** A link that still admits; `madeBy` null for the server's own. */
export interface OpenLink<K extends LinkPurpose['kind']> {
  id: string
  purpose: PurposeOf<K>
  madeBy: PersonId | null
  expiresAt: number
}

/** The token is told this once. */
export interface MadeLink {
  id: string
  token: LinkToken
  expiresAt: number
}

/**
 * Links that admit once, and those to one visit, which admit until it has ended. Only the hash of a link's token is stored (C24), and what it is for is sealed with a key
 * of its own, which is destroyed with it.
 */
export class Links {
  readonly #db: Database
  readonly #keyring: Keyring
  readonly #clock: Clock

  constructor(deps: { db: Database; keyring: Keyring; clock: Clock }) {
    this.#db = deps.db
    this.#keyring = deps.keyring
    this.#clock = deps.clock
  }

  async make(tx: Database, purpose: LinkPurpose, madeBy: PersonId | null): Promise<MadeLink> {
    const id = newId()
    const token = linkTokenSchema.parse(newToken())
    const expiresAt = this.#clock() + LIFETIME_MS[purpose.kind]
    const key = await this.#keyring.create(id)
    await tx
      .insertInto('links')
      .values({
        id,
        token_hash: hashOf(token),
        kind: purpose.kind,
        sealed_purpose: seal(key, JSON.stringify(purpose), purposeOf(id)),
        made_by: madeBy,
        person_id: purpose.kind === 'visit' ? purpose.personId : null,
        created_at: this.#clock(),
        expires_at: expiresAt,
      })
      .execute()
    return { id, token, expiresAt }
  }

  /** What the link is for, without using it. Unknown, used and too old are all `link_used`. */
  async look<K extends LinkPurpose['kind']>(
    token: LinkToken,
    kind: K,
  ): Promise<PurposeOf<K> & { madeBy: PersonId | null }> {
    const { purpose, madeBy } = await this.#find(this.#db, token, kind)
    return { ...purpose, madeBy }
  }

  /** Whether this guest can come with a link. */
  async admits(personId: PersonId, db: Database = this.#db): Promise<boolean> {
    const row = await db
      .selectFrom('links')
      .select('id')
      .where('person_id', '=', personId)
      .where('expires_at', '>', this.#clock())
      .executeTakeFirst()
    return row !== undefined
  }

  /** Null where no link admits this guest any more. */
  async ofGuest(personId: PersonId): Promise<PurposeOf<'visit'> | null> {
    const row = await this.#db
      .selectFrom('links')
      .select(FOUND)
      .where('person_id', '=', personId)
      .where('expires_at', '>', this.#clock())
      .executeTakeFirst()
    return row === undefined ? null : (await this.#open(row, 'visit')).purpose
  }

  /** Guests who cannot come any more with the link that is still kept. */
  async guestsOfExpired(): Promise<PersonId[]> {
    const rows = await this.#db
      .selectFrom('links')
      .select('person_id')
      .where('person_id', 'is not', null)
      .where('expires_at', '<=', this.#clock())
      .execute()
    return rows.map((row) => personIdSchema.parse(row.person_id))
  }

  /** Those that nobody has used yet, the newest first; `madeBy` null for everybody's. */
  async listOpen<K extends LinkPurpose['kind']>(kind: K, madeBy: PersonId | null): Promise<OpenLink<K>[]> {
    const rows = await this.#db
      .selectFrom('links')
      .select(FOUND)
      .where('kind', '=', kind)
      .where('expires_at', '>', this.#clock())
      .$if(madeBy !== null, (query) => query.where('made_by', '=', madeBy))
      .orderBy('created_at', 'desc')
      .execute()
    return Promise.all(rows.map((row) => this.#open(row, kind)))
  }

  /** It admits nobody any more. `not_found` where there is none, or `madeBy` has not made it. */
  async withdraw(
    tx: Database,
    id: string,
    { kind, madeBy }: { kind: LinkPurpose['kind']; madeBy: PersonId | null },
  ): Promise<void> {
    const { numUpdatedRows } = await tx
      .updateTable('links')
      .set({ expires_at: USED })
      .where('id', '=', id)
      .where('kind', '=', kind)
      .where('expires_at', '>', this.#clock())
      .$if(madeBy !== null, (query) => query.where('made_by', '=', madeBy))
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw new Refusal('not_found')
  }

  /** Uses it up in the same transaction as what it is used for: of two who use it at once one is refused. */
  async use<K extends LinkPurpose['kind']>(
    tx: Database,
    token: LinkToken,
    kind: K,
  ): Promise<PurposeOf<K> & { id: string }> {
    const { id, purpose } = await this.#find(tx, token, kind)
    // Its key is in another database: both go when this transaction has been committed, with those run out.
    const { numUpdatedRows } = await tx
      .updateTable('links')
      .set({ expires_at: USED })
      .where('id', '=', id)
      .where('expires_at', '>', this.#clock())
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) throw new Refusal('link_used')
    return { ...purpose, id }
  }

  async removeAll(kind: LinkPurpose['kind']): Promise<void> {
    await this.#remove(await this.#db.selectFrom('links').select('id').where('kind', '=', kind).execute())
  }

  /** Removes those that were used or have run out, and destroys their keys. */
  async removeExpired(): Promise<void> {
    const now = this.#clock()
    await this.#remove(
      await this.#db.selectFrom('links').select('id').where('expires_at', '<=', now).execute(),
    )
  }

  async #remove(rows: { id: string }[]): Promise<void> {
    for (const { id } of rows) {
      // The key first: a row without one is removed the next time, a key without a row never.
      await this.#keyring.destroy(id)
      await this.#db.deleteFrom('links').where('id', '=', id).execute()
    }
  }

  async #find<K extends LinkPurpose['kind']>(db: Database, token: LinkToken, kind: K): Promise<OpenLink<K>> {
    const row = await db
      .selectFrom('links')
      .select(FOUND)
      .where('token_hash', '=', hashOf(token))
      .where('kind', '=', kind)
      .where('expires_at', '>', this.#clock())
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('link_used')
    return this.#open(row, kind)
  }

  async #open<K extends LinkPurpose['kind']>(
    row: Pick<Selectable<Tables['links']>, (typeof FOUND)[number]>,
    kind: K,
  ): Promise<OpenLink<K>> {
    const key = await this.#keyring.open(row.id)
    const purpose = purposeSchema.parse(JSON.parse(open(key, row.sealed_purpose, purposeOf(row.id))))
    if (!isOf(purpose, kind)) throw new Refusal('link_used')
    const madeBy = row.made_by === null ? null : personIdSchema.parse(row.made_by)
    return { id: row.id, purpose, madeBy, expiresAt: row.expires_at }
  }
}

const isOf = <K extends LinkPurpose['kind']>(purpose: LinkPurpose, kind: K): purpose is PurposeOf<K> =>
  purpose.kind === kind
