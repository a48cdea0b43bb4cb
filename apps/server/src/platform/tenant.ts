import type { Database } from './database.ts'

/** The id of this installation, made at its first start: what is sealed or chained here fits nowhere else. */
export async function tenantOf(db: Database): Promise<string> {
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'tenant')
    .executeTakeFirstOrThrow()
  return value
}
