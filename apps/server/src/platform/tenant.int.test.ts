import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aDatabase } from '../testing/database.ts'
import { aFolder } from '../testing/server.ts'
import { tenantOf } from './tenant.ts'

test('[C28] an installation keeps its id, and has none in common with another', async () => {
  await using folder = await aFolder()
  const [here, there] = await Promise.all(
    ['here.db', 'there.db'].map((name) => aDatabase(join(folder.path, name))),
  )
  if (here === undefined || there === undefined) throw new Error('two were opened')
  const tenant = await tenantOf(here)
  expect(await tenantOf(here)).toBe(tenant)
  expect(await tenantOf(there)).not.toBe(tenant)
  await Promise.all([here.destroy(), there.destroy()])
})
