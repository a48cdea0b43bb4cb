import {
  breakGlassListSchema,
  breakGlassReplySchema,
  findPatientReplySchema,
  patientListSchema,
  patientRecordSchema,
} from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator, codeOf, PASSWORD, signIn } from '../../testing/accounts.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

const MINUTE = 60_000
const REASON = 'Brought in unconscious, allergies are not known.'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const recordOf = (reader: Browser, patient: Browser) => reader.fetch(`/api/patients/${patient.self.id}`)
const breakGlass = (doctor: Browser, patient: Browser, reason = REASON) =>
  doctor.fetch('/api/break-glass', { method: 'POST', json: { patient: patient.self.id, reason } })
const answer = async (reply: Response) => [reply.status, await reply.json()]

async function prove(account: Account): Promise<void> {
  server.advance(30_000)
  const code = codeOf(server, account.secret ?? '')
  const reply = await account.fetch('/api/session/proof', {
    method: 'POST',
    json: { password: PASSWORD, code },
  })
  if (reply.status !== 200) throw new Error(`not proven: ${reply.status}`)
}

test('[B27] a record has its visits and who treats the patient, and each reading is in the log', async () => {
  const patient = await anAccount(server, ada, ['patient'])
  const doctor = await anAccount(server, ada, ['doctor'])
  await theyMeet(server, patient, doctor)
  const record = patientRecordSchema.parse(await (await recordOf(doctor, patient)).json())
  expect(record).toMatchObject({ patient: patient.self, breakGlassUntil: null })
  expect(record.careTeam).toEqual([expect.objectContaining(doctor.self)])
  expect(record.visits).toHaveLength(1)
  const { patients } = patientListSchema.parse(await (await doctor.fetch('/api/patients')).json())
  expect(patients).toEqual([patient.self])
  expect((await recordOf(patient, patient)).status).toBe(200)
})

describe('[X7, C41] access against the rule', () => {
  test('asks for a fresh proof and a reason, lasts an hour, and is reviewed once by another', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    const officer = await anAccount(server, ada, ['privacy_officer'])
    expect((await recordOf(doctor, patient)).status).toBe(404)

    server.advance(6 * MINUTE)
    expect(await answer(await breakGlass(doctor, patient))).toEqual([403, { error: 'proof_needed' }])
    await prove(doctor)
    expect((await breakGlass(doctor, patient, 'because')).status).toBe(400)
    const found = await doctor.fetch('/api/patients/find', { method: 'POST', json: { login: patient.login } })
    expect(findPatientReplySchema.parse(await found.json()).patient).toEqual(patient.self)
    const { id, endsAt } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())

    const record = patientRecordSchema.parse(await (await recordOf(doctor, patient)).json())
    expect(record.breakGlassUntil).toBe(endsAt)
    const { accesses } = breakGlassListSchema.parse(await (await officer.fetch('/api/break-glass')).json())
    expect(accesses[0]).toMatchObject({
      id,
      doctor: doctor.self,
      patient: patient.self,
      reason: REASON,
      verdict: null,
    })
    const verdict = () =>
      officer.fetch(`/api/break-glass/${id}/verdict`, { method: 'PUT', json: { verdict: 'justified' } })
    expect((await verdict()).status).toBe(204)
    expect(await answer(await verdict())).toEqual([409, { error: 'conflict' }])

    for (let minutes = 0; minutes < 60; minutes += 10) {
      server.advance(10 * MINUTE)
      await doctor.fetch('/api/session')
    }
    expect((await recordOf(doctor, patient)).status).toBe(404)
  })

  test('is given back before its hour by who opened it, and by nobody else', async () => {
    ada = { ...ada, ...(await signIn(server, ada)) }
    const patient = await anAccount(server, ada, ['patient'])
    const [doctor, other] = [
      await anAccount(server, ada, ['doctor']),
      await anAccount(server, ada, ['doctor']),
    ]
    const { id } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())
    const close = (by: Browser) => by.fetch(`/api/break-glass/${id}`, { method: 'DELETE' })
    expect((await close(other)).status).toBe(404)
    expect((await close(doctor)).status).toBe(204)
    expect((await recordOf(doctor, patient)).status).toBe(404)
  })
})
