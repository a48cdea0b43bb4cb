import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { auditPageSchema, erasureReplySchema, personListSchema, type PersonId } from '@visita/protocol'
import * as z from 'zod'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anAccount, anAdministrator, signIn } from '../../testing/accounts.ts'
import { aRequest, theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'
import { readBackupKey, restore } from '../backup/index.ts'

const SAID = 'It itches since Monday.'
const MINUTE = 60_000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let administrator: Browser
beforeEach(async () => {
  folder = await aFolder()
  server = await aServer(join(folder.path, 'data'), { env: { VISITA_BACKUP_FOLDER: backups() } })
  administrator = await anAdministrator(server)
})
afterEach(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const backups = (): string => join(folder.path, 'backups')
const erase = (by: Pick<Browser, 'fetch'>, id: PersonId) =>
  by.fetch(`/api/people/${id}`, { method: 'DELETE' })
const peopleSeenBy = async (by: Browser) =>
  personListSchema.parse(await (await by.fetch('/api/people')).json()).people.map(({ id }) => id)

/** A patient whom a doctor treats, with a visit that has a line in it. */
async function aTreatedPatient() {
  const patient = await anAccount(server, administrator, ['patient'])
  const doctor = await anAccount(server, administrator, ['doctor'])
  await theyMeet(server, patient, doctor)
  const visit = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  await patient.fetch(`/api/visits/${visit}/messages/${crypto.randomUUID()}`, {
    method: 'PUT',
    json: { text: SAID, sentAt: 1 },
  })
  return { patient, doctor, visit }
}

describe('[C31] an administrator erases a person', () => {
  test('who is signed out, cannot sign in, and whose visits are nobody’s to read', async () => {
    const { patient, doctor, visit } = await aTreatedPatient()
    expect(await (await doctor.fetch(`/api/visits/${visit}`)).text()).toContain(SAID)

    const reply = await erase(administrator, patient.self.id)
    expect(reply.status).toBe(200)
    expect(await (await patient.fetch('/api/session')).json()).toMatchObject({ session: { level: 'none' } })
    await expect(signIn(server, patient)).rejects.toThrow('wrong_credentials')
    expect((await doctor.fetch(`/api/visits/${visit}`)).status).toBe(404)
    expect((await doctor.fetch(`/api/patients/${patient.self.id}`)).status).toBe(404)
    expect(await (await doctor.fetch('/api/patients')).json()).toEqual({ patients: [] })
    expect(await peopleSeenBy(administrator)).not.toContain(patient.self.id)
    expect((await erase(administrator, patient.self.id)).status).toBe(404)
  })

  test('and the log tells of it, and of the sessions that were ended by it', async () => {
    const { patient } = await aTreatedPatient()
    const officer = await anAccount(server, administrator, ['privacy_officer'])
    await erase(administrator, patient.self.id)
    const reply = await officer.fetch('/api/audit?events=person.erased,session.revoked')
    const { entries } = auditPageSchema.parse(await reply.json())
    expect(entries.map(({ event }) => event)).toMatchObject([
      { event: 'person.erased', actor: administrator.self.id, subject: patient.self.id },
      { event: 'session.revoked', actor: administrator.self.id, details: { cause: 'erased' } },
    ])
  })

  test('and nothing that refers to an account or a person is left of them', async () => {
    const { patient } = await aTreatedPatient()
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    const rows = db
      .prepare(
        `select m.name as tableName, f."from" as columnName
         from sqlite_master m join pragma_foreign_key_list(m.name) f
         where m.type = 'table' and f."table" in ('accounts', 'persons')`,
      )
      .all()
    const references = z.array(z.object({ tableName: z.string(), columnName: z.string() })).parse(rows)
    expect(references.length).toBeGreaterThan(4)
    expect((await erase(administrator, patient.self.id)).status).toBe(200)
    for (const { tableName, columnName } of references) {
      const left = db.prepare(`select 1 from ${tableName} where ${columnName} = ?`).all(patient.self.id)
      expect([tableName, columnName, left]).toEqual([tableName, columnName, []])
    }
    db.close()
  })

  test('and a request of theirs waits no more', async () => {
    const { doctor } = await aTreatedPatient()
    const waiting = await anAccount(server, administrator, ['patient'])
    await aRequest(waiting, { doctor: doctor.self.id })
    await erase(administrator, waiting.self.id)
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    expect(db.prepare('select 1 from requests where person_id = ?').all(waiting.self.id)).toEqual([])
    db.close()
  })

  test('who works here, and what they wrote in the records of others stays', async () => {
    const { patient, doctor, visit } = await aTreatedPatient()
    await doctor.fetch(`/api/visits/${visit}/messages/${crypto.randomUUID()}`, {
      method: 'PUT',
      json: { text: 'Twice a day.', sentAt: 2 },
    })
    await erase(administrator, doctor.self.id)
    const text = await (await patient.fetch(`/api/visits/${visit}`)).text()
    expect(text).toContain('Twice a day.')
    expect(text).toContain(doctor.self.displayName)
  })
})

describe('[C31] nobody is erased', () => {
  test('by themselves', async () => {
    const reply = await erase(administrator, administrator.self.id)
    expect([reply.status, await reply.json()]).toEqual([403, { error: 'forbidden', detail: 'self' }])
  })

  test('by who has not just shown who they are', async () => {
    const patient = await anAccount(server, administrator, ['patient'])
    server.advance(6 * MINUTE)
    expect(await (await erase(administrator, patient.self.id)).json()).toEqual({ error: 'proof_needed' })
    expect(await peopleSeenBy(administrator)).toContain(patient.self.id)
  })

  test('who is the last administrator, also where two erase each other at once', async () => {
    const other = await anAccount(server, administrator, ['administrator'])
    const replies = await Promise.all([
      erase(administrator, other.self.id),
      erase(other, administrator.self.id),
    ])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    expect(db.prepare("select 1 from account_roles where role = 'administrator'").all()).toHaveLength(1)
    db.close()
  })
})

test('[C31] [B16] a backup from before an erasure opens everything but the erased', async () => {
  const { patient, doctor, visit } = await aTreatedPatient()
  const other = await aTreatedPatient()
  const { path: archive } = await server.services.backups.make(backups())
  const [before] = await keyrings()

  server.advance(2_000)
  const reply = await erase(administrator, patient.self.id)
  expect(erasureReplySchema.parse(await reply.json())).toEqual({ backups: 'renewed' })
  const after = await keyrings()
  expect(after).toHaveLength(1)
  expect(after).not.toContain(before)

  const again = join(folder.path, 'again')
  const key = await readBackupKey(join(server.dataDir, 'backup.key'), { mayMake: false })
  await restore(archive, key, again)
  await copyFile(join(server.dataDir, 'visita.key'), join(again, 'visita.key'))
  await server.close()
  const restored = await aServer(again)
  server = restored
  const as = (who: Browser): Browser => ({ ...who, fetch: browserOf(restored, who) })

  expect(await peopleSeenBy(as(administrator))).toContain(other.patient.self.id)
  expect(await peopleSeenBy(as(administrator))).not.toContain(patient.self.id)
  expect(await (await as(other.doctor).fetch(`/api/visits/${other.visit}`)).text()).toContain(SAID)
  expect((await as(doctor).fetch(`/api/visits/${visit}`)).status).toBe(404)
  expect((await as(doctor).fetch(`/api/patients/${patient.self.id}`)).status).toBe(404)
  expect(await (await as(patient).fetch('/api/session')).json()).toMatchObject({ session: { level: 'none' } })
})

const keyrings = async (): Promise<string[]> =>
  (await readdir(backups())).filter((name) => name.startsWith('visita-keyring'))

const browserOf =
  ({ url }: TestServer, { cookie }: Browser): Browser['fetch'] =>
  (path, { method = 'GET' } = {}) =>
    fetch(`${url}${path}`, { method, headers: { origin: url, cookie } })
