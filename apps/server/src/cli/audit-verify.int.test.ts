import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { personIdSchema } from '@visita/protocol'
import { beforeEach, afterEach, expect, test } from 'vitest'
import { createAudit } from '../modules/audit/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { createLogger } from '../platform/logger.ts'
import { newId } from '../platform/random.ts'
import { StartupError } from '../platform/startup-error.ts'
import { tenantOf } from '../platform/tenant.ts'
import { aDatabase } from '../testing/database.ts'
import { aFolder } from '../testing/server.ts'
import { auditVerify } from './audit-verify.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let env: NodeJS.ProcessEnv

beforeEach(async () => {
  folder = await aFolder()
  env = { VISITA_DATA_DIR: folder.path }
})
afterEach(() => folder[Symbol.asyncDispose]())

/** Five events, anchored as when a server stops. */
async function keepFive(): Promise<void> {
  const db = await aDatabase(join(folder.path, 'visita.db'))
  const { auditAnchorFile: anchorFile } = loadConfig(env, [])
  const tenant = await tenantOf(db)
  const logger = createLogger('silent', process.stdout)
  const { audit, anchors } = await createAudit({
    db,
    tenant,
    clock: () => 0,
    logger,
    anchorFile,
    anchorUrl: null,
  })
  const self = personIdSchema.parse(newId())
  await db.transaction().execute(async (tx) => {
    for (let visit = 0; visit < 5; visit += 1)
      await audit.write(tx, {
        event: 'password.changed',
        actor: self,
        actorRole: 'doctor',
        subject: null,
        object: self,
        details: {},
      })
  })
  await anchors.close()
  await db.destroy()
}

function change(statement: string): void {
  const db = new DatabaseSync(join(folder.path, 'visita.db'))
  db.exec(statement)
  db.close()
}

async function verify(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = []
  const code = await auditVerify.run(args, { env, folder: folder.path, print: (line) => void out.push(line) })
  return { code, out: out.join('\n') }
}

test('[C33] a log that nobody changed is said to be whole', async () => {
  await keepFive()
  const { code, out } = await verify()
  expect(code).toBe(0)
  expect(out).toMatch(/^The audit log is whole: 5 events .*\nAnchors vouch for it up to event 5\.$/)
})

test.each([
  ['an edit', 'update audit set at = 1 where seq = 3', 'Event 3 is not as it was written.'],
  ['a deletion', 'delete from audit where seq = 3', 'Event 3 is missing.'],
  [
    'a reordering',
    'update audit set seq = 9 where seq = 3; update audit set seq = 3 where seq = 4; update audit set seq = 4 where seq = 9',
    'Event 3 is not as it was written.',
  ],
  ['a cut tail', 'delete from audit where seq > 3', 'Event 4 and all after it were cut off.'],
])('[C33] after %s the first event that is wrong is named', async (_what, statement, sentence) => {
  await keepFive()
  change(statement)
  expect(await verify()).toEqual({ code: 1, out: `The audit log was changed. ${sentence}` })
})

test('[C33] a tail that was cut with its head shows by the anchors, and is said not to show without them', async () => {
  await keepFive()
  change(
    `delete from audit where seq > 3;
     update audit_head set seq = 3, hash = (select hash from audit where seq = 3)`,
  )
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('Event 4 and all after it') })
  await rm(join(folder.path, 'audit-anchors.jsonl'))
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('No anchor vouches for it') })
})

test('[C33] anchors that are damaged or not there are not passed over', async () => {
  await keepFive()
  await expect(verify('--anchors', 'elsewhere.jsonl')).rejects.toThrow(StartupError)
  await appendFile(join(folder.path, 'audit-anchors.jsonl'), '{"seq":5\n')
  const { code, out } = await verify('--anchors', 'audit-anchors.jsonl')
  expect(code).toBe(1)
  expect(out).toContain('The audit log is whole')
  expect(out).toContain('1 line in the anchor file')
})

test('a folder without a database is told', async () => {
  await expect(verify()).rejects.toThrow('There is no database')
})
