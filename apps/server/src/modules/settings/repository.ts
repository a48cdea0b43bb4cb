import type { Transaction } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import type { Given } from './given.ts'
import { isPageKey, type PageKey } from './parameters/index.ts'

/** The table `settings` also holds what is no parameter, such as the tenant. */
const PREFIX = 'page:'

/** What the administrator's page has set, as JSON in the table `settings`. */
export class SettingsRepository {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** A name that is no parameter any more is left out: it has nothing left to set. */
  async list(): Promise<Map<PageKey, Given>> {
    const rows = await this.#db
      .selectFrom('settings')
      .selectAll()
      .where('name', 'like', `${PREFIX}%`)
      .execute()
    const given = new Map<PageKey, Given>()
    for (const { name, value } of rows) {
      const key = name.slice(PREFIX.length)
      if (isPageKey(key)) given.set(key, pageGiven(key, JSON.parse(value)))
    }
    return given
  }

  async keep(tx: Transaction<Tables>, key: PageKey, value: unknown): Promise<void> {
    // Not an upsert: SQLite and MariaDB write it differently.
    await forgetSetting(tx, key)
    const row = { name: `${PREFIX}${key}`, value: JSON.stringify(value) }
    await tx.insertInto('settings').values(row).execute()
  }

  transaction<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(work)
  }
}

/** Takes back what the page has set; returns whether it had. */
export async function forgetSetting(tx: Transaction<Tables>, key: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('settings')
    .where('name', '=', `${PREFIX}${key}`)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export const pageGiven = (key: PageKey, value: unknown): Given => ({
  value,
  source: 'page',
  label: `The administrator's page, ${key} (remove it: npm run visita -- settings forget ${key})`,
})
