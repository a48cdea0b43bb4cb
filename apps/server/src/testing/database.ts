import { type Database, openDatabase } from '../platform/database.ts'
import { newTenant } from '../platform/random.ts'

/** The real tables with a tenant, and without a keyring: for what seals nothing. */
export const aDatabase = (file: string): Promise<Database> =>
  openDatabase(file, async (db) => {
    await db.insertInto('settings').values({ name: 'tenant', value: newTenant() }).execute()
  })
