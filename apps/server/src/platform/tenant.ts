import type { Database } from './database.ts'
import { newTenant } from './random.ts'

/** The id of this installation, made at its first start: what is sealed or chained here fits nowhere else. */
export async function tenantOf(db: Database): Promise<string> {
  const kept = await db.selectFrom('settings').select('value').where('name', '=', 'tenant').executeTakeFirst()
  if (kept !== undefined) return kept.value
  const tenant = newTenant()
  await db.insertInto('settings').values({ name: 'tenant', value: tenant }).execute()
  return tenant
}
