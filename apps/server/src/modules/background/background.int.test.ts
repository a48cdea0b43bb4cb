import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type BackgroundContent, backgroundSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator, signIn } from '../../testing/accounts.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const CONTENT: BackgroundContent = {
  allergies: ['Penicillin, rash'],
  medicines: [],
  illnesses: '',
  skin: 'Eczema as a child',
  pregnancy: null,
}
const path = () => `/api/patients/${patient.self.id}/background`
const read = async (by: Browser) => backgroundSchema.parse(await (await by.fetch(path())).json())
const keep = (by: Browser, after: number, change: Partial<BackgroundContent> = {}) =>
  by.fetch(path(), { method: 'PUT', json: { after, content: { ...CONTENT, ...change } } })
const versions = () => {
  const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
  const rows = db
    .prepare('select revision from backgrounds where patient_id = ? order by revision')
    .all(patient.self.id)
  db.close()
  return rows.map((row) => row['revision'])
}

describe('[B27] what is to be known of a patient first', () => {
  test('is unsaid until the patient says it, and then read by who treats them', async () => {
    expect(await read(doctor)).toMatchObject({ revision: 0, content: { allergies: null }, last: null })
    expect(await (await keep(patient, 0)).json()).toEqual({ revision: 1 })
    expect(await read(doctor)).toMatchObject({ revision: 1, content: CONTENT, last: { by: patient.self } })
  })

  test('is one version while its author types, and another when somebody else adds to it', async () => {
    await keep(patient, 0)
    await keep(patient, 1, { illnesses: 'A' })
    await keep(patient, 2, { illnesses: 'Asthma' })
    expect(versions()).toEqual([3])
    await keep(doctor, 3, { illnesses: 'Asthma', medicines: ['Salbutamol'] })
    expect(versions()).toEqual([3, 4])
  })

  test('[X8] is kept once when its answer was lost, and overwrites nothing unseen', async () => {
    await keep(patient, 0)
    expect(await (await keep(patient, 0)).json()).toEqual({ revision: 1 })
    await keep(doctor, 1, { medicines: ['Salbutamol'] })
    const crossed = await keep(patient, 1, { skin: '' })
    expect([crossed.status, await crossed.json()]).toEqual([409, { error: 'conflict' }])
    expect(await read(patient)).toMatchObject({ revision: 2, content: { medicines: ['Salbutamol'] } })
  })

  test('[C31] is gone with whoever is erased', async () => {
    await keep(patient, 0)
    await ada.fetch(`/api/people/${patient.self.id}`, { method: 'DELETE' })
    expect((await doctor.fetch(path())).status).toBe(404)
    expect(versions()).toEqual([])
  })

  // The last: everybody's session is over after it.
  test('is another version when its author comes back to it later', async () => {
    await keep(patient, 0)
    server.advance(2 * 60 * 60 * 1000)
    const again = await signIn(server, patient)
    expect((await keep(again, 1, { illnesses: 'Asthma' })).status).toBe(200)
    expect(versions()).toEqual([1, 2])
  })
})
